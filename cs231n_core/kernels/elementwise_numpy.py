"""ReLU in NumPy: the definition of correct for the compiled kernel."""

from __future__ import annotations

import numpy as np

from cs231n_core.arrays import Array


def relu_forward(x: Array) -> Array:
    """Return ``max(0, x)``; a NaN stays.

    Parameters
    ----------
    x : (...,) float array

    Returns
    -------
    out : (...,) float array
    """
    return np.maximum(x, 0)


def relu_backward(dout: Array, x: Array) -> Array:
    """Return ``dout`` where x > 0 and zero elsewhere.

    Parameters
    ----------
    dout, x : (...,) float array

    Returns
    -------
    dx : (...,) float array
    """
    return np.where(x > 0, dout, 0)

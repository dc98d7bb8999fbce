"""Activations that squash the line into an interval: sigmoid and tanh."""

from __future__ import annotations

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.layers._inputs import entries, upstream


def sigmoid_forward(x: Array) -> tuple[Array, Array]:
    """Return ``1 / (1 + exp(-x))``, strictly between 0 and 1 but for rounding.

    Parameters
    ----------
    x : (...,) float array

    Returns
    -------
    out : (...,) array of the shape and dtype of ``x``
    cache : (...,) array
        ``out``.

    Notes
    -----
    exp(-x) overflows below about -709 (float64). With z = exp(-|x|), which cannot, the value is
    1 / (1 + z) for x >= 0 and z / (1 + z) for x < 0.

    References
    ----------
    LeCun, Bottou, Orr, Müller, "Efficient BackProp", 1998, section 4.4: why tanh is the better
    sigmoid.

    Examples
    --------
    >>> sigmoid_forward(np.array([-1000.0, 0.0, 1000.0]))[0]
    array([0. , 0.5, 1. ])
    """
    x = entries("sigmoid_forward", "x", x)
    with np.errstate(under="ignore"):
        z = np.exp(-np.abs(x))
        out = np.where(x >= 0, 1, z) / (1 + z)
    return out, out


def sigmoid_backward(dout: Array, cache: Array) -> Array:
    """Return ``dout * out * (1 - out)``, at most a quarter of ``dout``.

    Parameters
    ----------
    dout : (...,) float array
    cache : (...,) array
        ``out`` of `sigmoid_forward`.

    Returns
    -------
    dx : (...,) float array

    Examples
    --------
    >>> _, cache = sigmoid_forward(np.array([-10.0, 0.0, 10.0]))
    >>> sigmoid_backward(np.ones(3), cache).round(7)
    array([4.54e-05, 2.50e-01, 4.54e-05])
    """
    out = cache
    dout = upstream("sigmoid_backward", dout, out.shape)
    with np.errstate(under="ignore"):
        return dout * out * (1 - out)


def tanh_forward(x: Array) -> tuple[Array, Array]:
    """Return the hyperbolic tangent, between -1 and 1: ``2 * sigmoid(2 * x) - 1``.

    Parameters
    ----------
    x : (...,) float array

    Returns
    -------
    out : (...,) array of the shape and dtype of ``x``
    cache : (...,) array
        ``out``.

    References
    ----------
    LeCun, Bottou, Orr, Müller, "Efficient BackProp", 1998, section 4.4.

    Examples
    --------
    >>> tanh_forward(np.array([-1000.0, 0.0, 1000.0]))[0]
    array([-1.,  0.,  1.])
    """
    out = np.tanh(entries("tanh_forward", "x", x))
    return out, out


def tanh_backward(dout: Array, cache: Array) -> Array:
    """Return ``dout * (1 - out**2)``, at most ``dout``.

    Parameters
    ----------
    dout : (...,) float array
    cache : (...,) array
        ``out`` of `tanh_forward`.

    Returns
    -------
    dx : (...,) float array

    Examples
    --------
    >>> _, cache = tanh_forward(np.array([0.0, 1.0]))
    >>> tanh_backward(np.ones(2), cache).round(4)
    array([1.  , 0.42])
    """
    out = cache
    dout = upstream("tanh_backward", dout, out.shape)
    with np.errstate(under="ignore"):
        return dout * (1 - out * out)

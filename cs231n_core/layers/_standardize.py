"""Subtract a mean, divide by a standard deviation: what all normalisation layers have in common.

The layers differ only in the axes over which the statistics are taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.errors import explain
from cs231n_core.layers._inputs import number

Axes = tuple[int, ...]


class Standardized(NamedTuple):
    """A standardised array and its statistics, which keep the reduced axes with length 1."""

    x_hat: Array
    mean: Array
    var: Array
    inv_std: Array


def moments(x: Array, axes: Axes) -> tuple[Array, Array, Array]:
    """Return the mean, the (biased) variance and ``x - mean``, with the reduced axes kept.

    The mean of what remains after subtracting the mean is rounding error of the first; taking it
    off too keeps float32 exact to the last digits when the mean is far larger than the spread.
    """
    mean = x.mean(axis=axes, keepdims=True)
    centred = x - mean
    error = centred.mean(axis=axes, keepdims=True)
    centred -= error
    return mean + error, np.square(centred).mean(axis=axes, keepdims=True), centred


def standardize(x: Array, axes: Axes, eps: float) -> Standardized:
    """Return ``(x - mean) / sqrt(var + eps)`` over the given axes, and the statistics."""
    mean, var, centred = moments(x, axes)
    inv_std = 1 / np.sqrt(var + x.dtype.type(eps))
    centred *= inv_std
    return Standardized(centred, mean, var, inv_std)


def standardize_backward(dx_hat: Array, x_hat: Array, inv_std: Array, axes: Axes) -> Array:
    """Return the gradient of x, on which the mean and the variance depend too.

    Every x moves the mean and the variance of its set; the two means below are what flows back
    through them.
    """
    through_mean = dx_hat.mean(axis=axes, keepdims=True)
    through_var = (dx_hat * x_hat).mean(axis=axes, keepdims=True)
    dx: Array = inv_std * (dx_hat - through_mean - x_hat * through_var)
    return dx


def epsilon(where: str, param: Mapping[str, Any]) -> float:
    """Return ``param["eps"]``, 1e-5 if it is not there, or refuse what is not positive."""
    eps = number(where, "eps", param.get("eps", 1e-5))
    if eps <= 0:
        raise ValueError(
            explain(where, "eps is", eps, "more than 0", "it keeps a variance of 0 from dividing")
        )
    return eps

"""What several layers share: questions to the inputs, and a product that is safe at infinity."""

from __future__ import annotations

import math

import numpy as np

from cs231n_core.arrays import Array, float_array
from cs231n_core.errors import explain


def shaped(where: str, name: str, value: object, shape: tuple[int, ...], why: str) -> Array:
    """Return a float array of exactly this shape, or refuse it and say why this shape."""
    array = float_array(where, name, value)
    if array.shape != shape:
        raise ValueError(explain(where, f"{name} has shape", array.shape, f"{shape}", why))
    return array


def parameter(
    where: str, name: str, value: object, shape: tuple[int, ...], why: str, x: Array
) -> Array:
    """Return a layer's parameter, in the dtype of x if it is given as whole numbers."""
    array = np.asarray(value)
    return shaped(
        where, name, array.astype(x.dtype) if array.dtype.kind in "iu" else array, shape, why
    )


def upstream(where: str, dout: object, shape: tuple[int, ...]) -> Array:
    """Return the upstream gradient, which has the shape of the layer's output."""
    return shaped(where, "dout", dout, shape, "dout has the shape of the forward pass's out")


def matrix(where: str, name: str, value: object, axes: str) -> Array:
    """Return a float array with as many axes as ``axes`` names, such as ``"(N, D)"``."""
    array = float_array(where, name, value)
    if array.ndim != axes.count(",") + 1:
        raise ValueError(explain(where, f"{name} has shape", array.shape, axes))
    return array


def refuse_empty(where: str, name: str, array: Array) -> None:
    """Refuse an array without entries."""
    if array.size == 0:
        raise ValueError(explain(where, f"{name} has shape", array.shape, "no axis of length 0"))


def entries(where: str, name: str, value: object) -> Array:
    """Return a float array of any shape that has entries."""
    array = float_array(where, name, value)
    refuse_empty(where, name, array)
    return array


def number(where: str, name: str, value: object) -> float:
    """Return a finite number as a Python float, which never changes an array's dtype."""
    if type(value) is float and math.isfinite(value):  # what it nearly always is
        return value
    array = np.asarray(value)
    if array.size != 1 or array.dtype.kind not in "iuf" or not np.isfinite(array).all():
        raise ValueError(explain(where, f"{name} is", repr(value), "one finite number"))
    return float(array.reshape(()))


def scaled(alpha: Array | float, x: Array) -> Array:
    """Return ``alpha * x``, which for alpha = 0 is zero at infinity too."""
    with np.errstate(invalid="ignore"):
        return np.where((np.asarray(alpha) == 0) & np.isinf(x), 0, alpha * x)

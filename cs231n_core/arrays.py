"""The array types of the package's signatures, and the one check that every layer makes first."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cs231n_core.errors import explain

Array = NDArray[np.floating[Any]]
"""A float32 or float64 array."""

IntArray = NDArray[np.integer[Any]]
"""An array of class labels or indices."""


_FLOAT32, _FLOAT64 = np.dtype(np.float32), np.dtype(np.float64)


def float_array(where: str, name: str, value: object) -> Array:
    """Return ``value`` as an array without copying, or refuse it with a clear error.

    Raises
    ------
    TypeError
        If ``value`` is not a float32 or float64 array.

    Examples
    --------
    >>> float_array("relu_forward", "x", np.float32([1, 2]))
    array([1., 2.], dtype=float32)
    """
    array = value if type(value) is np.ndarray else np.asarray(value)
    if array.dtype is _FLOAT32 or array.dtype is _FLOAT64:  # comparing them takes far longer
        return array
    if array.dtype not in (_FLOAT32, _FLOAT64):
        raise TypeError(
            explain(
                where,
                f"{name} has dtype",
                array.dtype,
                "float32 or float64",
                f"convert it: {name}.astype(np.float64)",
            )
        )
    return array


def plain(array: Array) -> Array:
    """Return the array as compiled kernels take it, a copy only if it is not so already.

    They take an `ndarray` of no subclass, in C order and aligned; it may be read-only.

    Examples
    --------
    >>> plain(np.eye(2)[:, ::-1]).flags.c_contiguous
    True
    """
    flags = array.flags
    if type(array) is np.ndarray and flags.c_contiguous and flags.aligned:
        return array
    return np.require(np.asarray(array), requirements=("C", "A"))

"""Where the windows of a convolution or a pooling lie, and who asked for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.errors import explain
from cs231n_core.im2col import window_geometry
from cs231n_core.layers._inputs import matrix, parameter, refuse_empty


class Windows(NamedTuple):
    """Windows of ``height`` × ``width`` that step by ``stride`` over images padded by ``pad``."""

    height: int
    width: int
    stride: int
    pad: int
    out_height: int
    out_width: int

    def at(self, i: int, j: int) -> tuple[slice, slice]:
        """Return the rows and columns of a padded image that window (i, j) covers."""
        top, left = i * self.stride, j * self.stride
        return slice(top, top + self.height), slice(left, left + self.width)

    def entry(self, i: int, j: int) -> tuple[slice, slice]:
        """Return the rows and columns that hold entry (i, j) of all windows."""
        rows = slice(i, i + self.stride * self.out_height, self.stride)
        return rows, slice(j, j + self.stride * self.out_width, self.stride)

    def places(self) -> Iterator[tuple[int, int]]:
        """Return the indices of all windows, row by row."""
        return ((i, j) for i in range(self.out_height) for j in range(self.out_width))

    def entries(self) -> Iterator[tuple[int, int]]:
        """Return the indices of all entries of a window, row by row."""
        return ((i, j) for i in range(self.height) for j in range(self.width))


def conv_windows(
    where: str, x: object, w: object, b: object, conv_param: Mapping[str, Any]
) -> tuple[Array, Array, Array, Windows]:
    """Return the checked arguments of a convolution and its windows."""
    x, w = matrix(where, "x", x, "(N, C, H, W)"), matrix(where, "w", w, "(F, C, HH, WW)")
    refuse_empty(where, "x", x)
    refuse_empty(where, "w", w)
    if w.shape[1] != x.shape[1]:
        expected = f"(F, {x.shape[1]}, HH, WW)"
        raise ValueError(
            explain(where, "w has shape", w.shape, expected, f"x has {x.shape[1]} channels")
        )
    b = parameter(where, "b", b, w.shape[:1], f"w has {w.shape[0]} filters", x)
    stride, pad = _required(where, "conv_param", conv_param, "stride", "pad")
    geometry = window_geometry(where, x.shape, w.shape[2], w.shape[3], pad, stride)
    return x, w, b, Windows(*geometry[:3], pad, *geometry[3:])


def conv_shape(x: Array, w: Array, stride: int, pad: int) -> tuple[int, int, int, int]:
    """Return the shape of what a convolution of checked arguments returns."""
    height, width = w.shape[2:]
    out_height = (x.shape[2] + 2 * pad - height) // stride + 1
    return len(x), len(w), out_height, (x.shape[3] + 2 * pad - width) // stride + 1


def pool_windows(where: str, x: object, pool_param: Mapping[str, Any]) -> tuple[Array, Windows]:
    """Return the checked images of a pooling and its windows."""
    x = matrix(where, "x", x, "(N, C, H, W)")
    refuse_empty(where, "x", x)
    names = ("pool_height", "pool_width", "stride")
    height, width, stride = _required(where, "pool_param", pool_param, *names)
    geometry = window_geometry(where, x.shape, height, width, 0, stride)
    return x, Windows(*geometry[:3], 0, *geometry[3:])


def padded(x: Array, pad: int) -> Array:
    """Return images with ``pad`` rows and columns of zeros on every side; x itself for pad 0."""
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad))) if pad else x


def unpadded(x: Array, pad: int) -> Array:
    """Return images without their padding, C-contiguous."""
    height, width = x.shape[2:]
    return np.ascontiguousarray(x[:, :, pad : height - pad, pad : width - pad])


def _required(where: str, what: str, param: Mapping[str, Any], *names: str) -> list[Any]:
    missing = [name for name in names if name not in param]
    if missing:
        raise ValueError(explain(where, f"{what} has", sorted(param), f"also {', '.join(missing)}"))
    return [param[name] for name in names]

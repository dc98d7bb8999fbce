"""Max pooling in NumPy: the definition of correct for the compiled kernels.

``winner`` holds, for each window, the place of its maximum, counted row by row. The first of equal
entries wins, and the first NaN wins over every number.
"""

from __future__ import annotations

import numpy as np

from cs231n_core.arrays import Array, IntArray


def max_pool_forward(x: Array, height: int, width: int, stride: int) -> tuple[Array, IntArray]:
    """Return the largest entry of every window, and its place.

    Parameters
    ----------
    x : (N, C, H, W) float array
    height, width, stride : int
        Of the windows, which tile the images.

    Returns
    -------
    out : (N, C, OH, OW) float array
    winner : (N, C, OH, OW) integer array
        As narrow as the size of the window allows.
    """
    out_height, out_width = _result(x.shape, height, width, stride)
    out = x[:, :, *_entry(0, 0, stride, out_height, out_width)].copy()
    winner = np.zeros(out.shape, np.min_scalar_type(height * width - 1))
    for place in range(1, height * width):
        i, j = divmod(place, width)
        entry = x[:, :, *_entry(i, j, stride, out_height, out_width)]
        # Not "greater": a NaN is neither, and must win once.
        larger = ~(entry <= out) & (out == out)
        np.copyto(out, entry, where=larger)
        np.copyto(winner, place, where=larger, casting="unsafe")
    return out, winner


def max_pool_backward(
    dout: Array,
    winner: IntArray,
    x_shape: tuple[int, int, int, int],
    height: int,
    width: int,
    stride: int,
) -> Array:
    """Return the gradient of x: ``dout`` goes to the winner of its window.

    Parameters
    ----------
    dout, winner : (N, C, OH, OW) float array, integer array
    x_shape : (N, C, H, W)
    height, width, stride : int

    Returns
    -------
    dx : (N, C, H, W) float array
    """
    out_height, out_width = _result(x_shape, height, width, stride)
    dx = np.zeros(x_shape, dout.dtype)
    for place in range(height * width):
        i, j = divmod(place, width)
        share = np.where(winner == place, dout, 0)
        dx[:, :, *_entry(i, j, stride, out_height, out_width)] += share
    return dx


def _result(x_shape: tuple[int, ...], height: int, width: int, stride: int) -> tuple[int, int]:
    return (x_shape[2] - height) // stride + 1, (x_shape[3] - width) // stride + 1


def _entry(i: int, j: int, stride: int, out_height: int, out_width: int) -> tuple[slice, slice]:
    """Return the rows and columns that hold entry (i, j) of all windows."""
    rows = slice(i, i + stride * out_height, stride)
    return rows, slice(j, j + stride * out_width, stride)

"""im2col and col2im in NumPy: the definition of correct for the compiled kernels.

Contract and layout of the arrays: see ``im2col_cython.pyx``, whose functions have the same names,
arguments and results.
"""

from __future__ import annotations

import numpy as np

from cs231n_core.arrays import Array


def im2col(
    x_pad: Array,
    cols: Array,
    field_height: int,
    field_width: int,
    stride: int,
    out_height: int,
    out_width: int,
) -> None:
    """Copy every window of every image into a column.

    Parameters
    ----------
    x_pad : (N, C, HP, WP) float array
        Read.
    cols : (C * field_height * field_width, out_height * out_width * N) float array
        Written.
    field_height, field_width, stride, out_height, out_width : int
    """
    windows = np.lib.stride_tricks.sliding_window_view(
        x_pad, (field_height, field_width), axis=(2, 3)
    )[:, :, : stride * out_height : stride, : stride * out_width : stride]
    cols[...] = windows.transpose(1, 4, 5, 2, 3, 0).reshape(cols.shape)


def col2im(
    cols: Array,
    x_pad: Array,
    field_height: int,
    field_width: int,
    stride: int,
    out_height: int,
    out_width: int,
) -> None:
    """Add every column back onto its window: the transpose of im2col.

    Parameters
    ----------
    cols : (C * field_height * field_width, out_height * out_width * N) float array
        Read.
    x_pad : (N, C, HP, WP) float array
        Added to.
    field_height, field_width, stride, out_height, out_width : int
    """
    images, channels = x_pad.shape[:2]
    windows = cols.reshape(channels, field_height, field_width, out_height, out_width, images)
    for i in range(field_height):
        for j in range(field_width):
            rows = slice(i, i + stride * out_height, stride)
            columns = slice(j, j + stride * out_width, stride)
            x_pad[:, :, rows, columns] += windows[:, i, j].transpose(3, 0, 1, 2)

"""Turn windows of images into columns and back, so that a convolution is one matrix product."""

from __future__ import annotations

import operator

import numpy as np

from cs231n_core.arrays import Array, float_array
from cs231n_core.errors import explain
from cs231n_core.kernels import active


def im2col(
    x: Array, field_height: int, field_width: int, padding: int = 1, stride: int = 1
) -> Array:
    """Return the windows of all images as columns.

    Parameters
    ----------
    x : (N, C, H, W) float array
    field_height, field_width : int
        Size of a window (FH, FW).
    padding : int
        Rows and columns of zeros on each side.
    stride : int
        Step from window to window.

    Returns
    -------
    cols : (C * FH * FW, OH * OW * N) array of the dtype of ``x``
        ``OH = (H + 2 * padding - FH) / stride + 1``, OW likewise. A row is an entry of the window
        (channel first), a column a window: the images vary fastest, then ``w``, then ``h``.

    Raises
    ------
    ValueError
        If the windows do not tile the padded image.

    References
    ----------
    CS231n notes, "Convolutional Networks", implementation as matrix multiplication.

    Examples
    --------
    >>> im2col(np.arange(6.0).reshape(1, 1, 2, 3), 2, 2, padding=0)
    array([[0., 1.],
           [1., 2.],
           [3., 4.],
           [4., 5.]])
    """
    if np.ndim(x) != 4:
        raise ValueError(explain("im2col", "x has shape", np.shape(x), "(N, C, H, W)"))
    x = float_array("im2col", "x", x)
    geometry = window_geometry("im2col", x.shape, field_height, field_width, padding, stride)
    out_height, out_width = geometry[3:]
    margin = ((0, 0), (0, 0), (padding, padding), (padding, padding))
    x_pad = np.ascontiguousarray(np.pad(x, margin) if padding else x)
    rows = x.shape[1] * field_height * field_width
    cols = np.empty((rows, out_height * out_width * x.shape[0]), x.dtype)
    active().im2col(x_pad, cols, *geometry)
    return cols


def col2im(
    cols: Array,
    x_shape: tuple[int, int, int, int],
    field_height: int = 3,
    field_width: int = 3,
    padding: int = 1,
    stride: int = 1,
) -> Array:
    """Return images in which every entry is the sum of what its windows say: im2col transposed.

    Parameters
    ----------
    cols : (C * FH * FW, OH * OW * N) float array
        Laid out as `im2col` does.
    x_shape : (N, C, H, W)
        The shape of the result.
    field_height, field_width, padding, stride : int
        As for `im2col`.

    Returns
    -------
    x : (N, C, H, W) array of the dtype of ``cols``

    Raises
    ------
    ValueError
        If ``cols`` does not have the shape that belongs to the other arguments.

    Examples
    --------
    >>> col2im(np.ones((4, 2)), (1, 1, 2, 3), 2, 2, padding=0)
    array([[[[1., 2., 1.],
             [1., 2., 1.]]]])
    """
    if len(x_shape) != 4:
        raise ValueError(explain("col2im", "x_shape is", tuple(x_shape), "(N, C, H, W)"))
    images, channels, height, width = x_shape
    geometry = window_geometry("col2im", x_shape, field_height, field_width, padding, stride)
    out_height, out_width = geometry[3:]
    expected = (channels * field_height * field_width, out_height * out_width * images)
    cols = float_array("col2im", "cols", cols)
    if cols.shape != expected:
        raise ValueError(
            explain("col2im", "cols has shape", cols.shape, f"{expected}", f"x_shape is {x_shape}")
        )
    x_pad = np.zeros((images, channels, height + 2 * padding, width + 2 * padding), cols.dtype)
    active().col2im(np.ascontiguousarray(cols), x_pad, *geometry)
    inside = x_pad[:, :, padding : padding + height, padding : padding + width]
    return np.ascontiguousarray(inside)


im2col_indices = im2col
"""CS231n's name of `im2col`."""

col2im_indices = col2im
"""CS231n's name of `col2im`."""


def window_geometry(
    where: str,
    x_shape: tuple[int, ...],
    field_height: int,
    field_width: int,
    padding: int,
    stride: int,
) -> tuple[int, int, int, int, int]:
    """Return (FH, FW, stride, OH, OW), or refuse windows that do not tile the padded images.

    Parameters
    ----------
    where : str
        Who asks, for the error.
    x_shape : (N, C, H, W)
    field_height, field_width, padding, stride : int
        As for `im2col`.

    Examples
    --------
    >>> window_geometry("conv", (1, 3, 32, 16), 3, 3, padding=1, stride=1)
    (3, 3, 1, 32, 16)
    """
    for name, value, least in [
        ("field_height", field_height, 1),
        ("field_width", field_width, 1),
        ("padding", padding, 0),
        ("stride", stride, 1),
    ]:
        if operator.index(value) < least:
            raise ValueError(explain(where, f"{name} is", value, f"at least {least}"))
    out_height = _steps(where, "height", x_shape[2], field_height, padding, stride)
    out_width = _steps(where, "width", x_shape[3], field_width, padding, stride)
    return field_height, field_width, stride, out_height, out_width


def _steps(where: str, axis: str, size: int, field: int, padding: int, stride: int) -> int:
    room = size + 2 * padding - field
    if room >= 0 and room % stride == 0:
        return room // stride + 1
    setting = f"{axis} {size} with padding {padding}, window {field}"
    if room < 0:
        raise ValueError(
            explain(where, f"{setting} leaves room for", room, "0 or more", "the window is larger")
        )
    raise ValueError(
        explain(
            where,
            f"{setting}, stride {stride} leaves a remainder of",
            room % stride,
            "0",
            f"choose them so that ({size} + 2 * padding - window) % stride == 0",
        )
    )

"""The convolution in NumPy: the definition of correct for ``convolution.pxi``.

A few images at a time are copied into columns, one per window, small enough to stay in the
processor's cache; the rest is matrix products. The full column matrix never exists.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cs231n_core.arrays import Array, IntArray
from cs231n_core.kernels.convolution_phases import Phases

_ENTRIES = 1 << 20
"""How many entries of columns are made at a time: 4 MiB of float32."""

_UNPACKED = 1_000_000
"""Up to so many multiplications per image, each image is multiplied for itself."""

_FEW = 1 << 15
"""Up to so many numbers that pixels hear, calling NumPy takes longer than the arithmetic."""

_ZERO = {np.dtype(d): np.zeros(1, d) for d in (np.float32, np.float64)}


def conv_forward(x: Array, w: Array, b: Array, stride: int, pad: int, relu: bool) -> Array:
    """Return the inner product of every filter with every window, plus the filter's bias.

    Parameters
    ----------
    x : (N, C, H, W) float array
    w : (F, C, HH, WW) float array
    b : (F,) float array
    stride, pad : int
        The windows tile the padded images: the caller has checked it.
    relu : bool
        Whether negative results become zero.

    Returns
    -------
    out : (N, F, OH, OW) array
    """
    size = _Sizes.of(x, w, stride, pad)
    out = np.empty((len(x), len(w), size.out_height, size.out_width), np.result_type(x, w, b))
    rows, filters, bias = out.reshape(*out.shape[:2], -1), w.reshape(len(w), -1), b[:, None]
    for images in size.batches(len(x)):
        np.matmul(filters, _columns(x[images], size, stride, pad), out=rows[images])
        rows[images] += bias
    return np.maximum(out, 0, out=out) if relu else out


def conv_backward(
    dout: Array, x: Array, w: Array, stride: int, pad: int, need_dx: bool
) -> tuple[Array | None, Array, Array]:
    """Return the gradients of x (None unless needed), w and b.

    Parameters
    ----------
    dout : (N, F, OH, OW) float array
    x, w, stride, pad
        As for `conv_forward`.
    need_dx : bool

    Returns
    -------
    dx : (N, C, H, W) array or None
    dw : (F, C, HH, WW) array
    db : (F,) array
    """
    if w[:, 0].size * x[:, 0].size <= _FEW:
        dx, dw, db = _small_backward(dout, x, w, stride, pad, need_dx)
    elif _Sizes.of(x, w, stride, pad).is_product:
        dx, dw, db = _product_backward(dout, x, w, need_dx)
    else:
        dx, dw, db = _large_backward(dout, x, w, stride, pad, need_dx)
    return dx, dw.reshape(w.shape), db


class _Sizes(NamedTuple):
    """The sizes of a convolution; ``is_product`` if every window is a pixel."""

    channels: int
    height: int
    width: int
    out_height: int
    out_width: int
    is_product: bool

    @classmethod
    def of(cls, x: Array, w: Array, stride: int, pad: int) -> _Sizes:
        channels, height, width = w.shape[1:]
        out_height = (x.shape[2] + 2 * pad - height) // stride + 1
        out_width = (x.shape[3] + 2 * pad - width) // stride + 1
        is_product = height == width == stride == pad + 1 == 1
        return cls(channels, height, width, out_height, out_width, is_product)

    @property
    def column(self) -> int:
        """The number of entries of a window."""
        return self.channels * self.height * self.width

    def batches(self, images: int, per_image: int = 0) -> Iterator[slice]:
        """Return slices of as many images as fit into the cache."""
        per_image = per_image or self.column * self.out_height * self.out_width
        step = max(1, _ENTRIES // per_image)
        return (slice(i, min(i + step, images)) for i in range(0, images, step))


def _columns(x: Array, size: _Sizes, stride: int, pad: int) -> Array:
    """Return the windows of each image as the columns of a matrix, (n, C · HH · WW, OH · OW)."""
    if size.is_product:
        return x.reshape(len(x), size.column, -1)
    windows = _windows(_padded(x, pad), size.height, size.width, stride)
    return windows.reshape(len(x), size.column, -1)


def _padded(x: Array, pad: int) -> Array:
    """Return images with a margin of zeros, C-contiguous."""
    if not pad:
        return np.ascontiguousarray(x)
    height, width = (length + 2 * pad for length in x.shape[2:])
    x_pad = np.zeros((*x.shape[:2], height, width), x.dtype)
    x_pad[:, :, pad:-pad, pad:-pad] = x
    return x_pad


def _windows(x_pad: NDArray[Any], height: int, width: int, stride: int) -> NDArray[Any]:
    """Return the windows of C-contiguous images, (N, C, height, width, OH, OW).

    It is what sliding_window_view returns, for a tenth of its overhead on small images.
    """
    n, c, h, w = x_pad.strides
    down, across = x_pad.shape[2] - height, x_pad.shape[3] - width
    outer, out = x_pad.shape[:2], (down // stride + 1, across // stride + 1)
    strides = (n, c, h, w, h * stride, w * stride)
    return np.ndarray((*outer, height, width, *out), x_pad.dtype, x_pad, strides=strides)


def _product_backward(
    dout: Array, x: Array, w: Array, need_dx: bool
) -> tuple[Array | None, Array, Array]:
    """Return the gradients of a convolution that is a matrix product at every pixel."""
    flat = np.ascontiguousarray(dout).reshape(*dout.shape[:2], -1)
    dw = np.matmul(flat, x.reshape(*x.shape[:2], -1).swapaxes(1, 2)).sum(axis=0)
    # A product with ones adds up short rows several times as fast as a sum does.
    db = (flat @ np.ones(flat.shape[2], dout.dtype)).sum(axis=0)
    if not need_dx:
        return None, dw, db
    dx = np.matmul(np.ascontiguousarray(w[:, :, 0, 0].T), flat)
    return dx.reshape(x.shape), dw, db


def _small_backward(
    dout: Array, x: Array, w: Array, stride: int, pad: int, need_dx: bool
) -> tuple[Array | None, Array, Array]:
    """Return the gradients in as few calls of NumPy as possible.

    What every pixel hears from dout serves both: times x it is dw, times w it is dx.
    """
    channels = x.shape[1]
    places = _places(x.shape, dout.shape, w.shape[2], w.shape[3], stride, pad)
    heard = np.concatenate((dout.reshape(-1), _ZERO[dout.dtype]))
    heard = heard.take(places, mode="clip")  # half the time: nothing asks whether an index is right
    pixels = x.transpose(1, 0, 2, 3).reshape(channels, -1)
    dw, db = pixels @ heard.swapaxes(1, 2), np.add.reduce(dout, (0, 2, 3))
    if not need_dx:
        return None, dw, db
    by_image = heard.reshape(-1, len(x), x[0, 0].size).swapaxes(0, 1)
    dx = w.transpose(1, 0, 2, 3).reshape(channels, -1) @ by_image
    return dx.reshape(x.shape), dw, db


@lru_cache(maxsize=16)
def _places(
    x_shape: tuple[int, ...],
    dout_shape: tuple[int, ...],
    height: int,
    width: int,
    stride: int,
    pad: int,
) -> IntArray:
    """Return where each pixel finds what entry (i, j) of each filter does to it.

    The array, (F, HH · WW, N · H · W), indexes the flat dout, behind which a 0 follows: for the
    pixels of which no window has entry (i, j).
    """
    images, filters, out_height, out_width = dout_shape
    down, across = x_shape[2] + 2 * pad, x_shape[3] + 2 * pad
    size = math.prod(dout_shape)
    index = np.arange(size).reshape(dout_shape).swapaxes(0, 1)
    places = np.full((filters, height, width, images, down, across), size)
    for i in range(height):
        for j in range(width):
            rows = slice(i, i + stride * out_height, stride)
            places[:, i, j, :, rows, j : j + stride * out_width : stride] = index
    inside = places[..., pad : down - pad, pad : across - pad]
    return inside.reshape(filters, height * width, -1)


def _large_backward(
    dout: Array, x: Array, w: Array, stride: int, pad: int, need_dx: bool
) -> tuple[Array | None, Array, Array]:
    """Return the gradients from the columns of a few images at a time."""
    size, dtype = _Sizes.of(x, w, stride, pad), np.result_type(dout, x, w)
    phases, pixels = Phases.of(x, w, stride, pad), size.out_height * size.out_width
    filters = np.ascontiguousarray(w.reshape(len(w), -1).T)
    dx = np.empty(x.shape, np.result_type(dout, w)) if need_dx else None
    sums = np.zeros((len(w), size.column + 1), dtype)
    # OpenBLAS takes small matrices as they lie, one image at a time, and packs large ones first.
    order = (0, 1) if sums.size * pixels <= _UNPACKED else (1, 0)
    batches = list(size.batches(len(x), size.column * phases.area))
    # One buffer for all columns, because fresh memory costs as much as filling it.
    buffer = np.empty((size.column + 1) * batches[0].stop * phases.area, dtype)
    for images in batches:
        flat = np.ascontiguousarray(dout[images].transpose(*order, 2, 3))
        cols = buffer[: (size.column + 1) * len(x[images]) * pixels].reshape(size.column + 1, -1)
        phases.gather(x[images], cols[:-1].reshape(*w.shape[1:], -1, *dout.shape[2:]))
        cols[-1] = 1  # for the sums over all pixels, which are db
        if order == (0, 1):
            each = cols.reshape(size.column + 1, -1, pixels).transpose(1, 2, 0)
            sums += (flat.reshape(-1, len(w), pixels) @ each).sum(axis=0)
        else:
            sums += flat.reshape(len(w), -1) @ cols.T
        if dx is not None:
            wide = phases.widened(flat)
            out = buffer[: size.column * len(x[images]) * phases.area].reshape(size.column, -1)
            if order == (0, 1):
                by_image = out.reshape(size.column, -1, phases.area).swapaxes(0, 1)
                np.matmul(filters, wide, out=by_image)
            else:
                np.matmul(filters, wide.reshape(len(w), -1), out=out)
            phases.scatter(out.reshape(*w.shape[1:], -1), dx[images])
    dw = np.ascontiguousarray(sums[:, :-1], np.result_type(dout, x))
    return dx, dw, sums[:, -1].astype(dout.dtype)

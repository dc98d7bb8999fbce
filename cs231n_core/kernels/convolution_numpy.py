"""The convolution in NumPy: the definition of correct for ``convolution.pxi``.

A few images at a time are copied into columns, one per window, small enough to stay in the
processor's cache; the rest is matrix products. The full column matrix never exists.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from cs231n_core.arrays import Array

_ENTRIES = 1 << 20
"""How many entries of columns are made at a time: 4 MiB of float32."""


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
    dout = np.ascontiguousarray(dout)
    pixels = np.ones(dout[0, 0].size, dout.dtype)
    # A product with ones adds up short rows several times as fast as a sum does.
    db = (dout.reshape(-1, pixels.size) @ pixels).reshape(dout.shape[:2]).sum(axis=0)
    size = _Sizes.of(x, w, stride, pad)
    if size.is_product:
        dx, dw = _product_backward(dout, x, w, need_dx)
    else:
        dx, dw = _Scatter(size, stride, pad).gradients(dout, x, w, need_dx)
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
    images = len(x)
    if size.is_product:
        return x.reshape(images, size.column, -1)
    if pad:
        height, width = (length + 2 * pad for length in x.shape[2:])
        x_pad = np.zeros((images, size.channels, height, width), x.dtype)
        x_pad[:, :, pad:-pad, pad:-pad] = x
    else:
        x_pad = np.ascontiguousarray(x)
    n, c, h, w = x_pad.strides
    shape = (images, size.channels, size.height, size.width, size.out_height, size.out_width)
    # What sliding_window_view returns, for a tenth of its overhead on small images.
    windows: Array = np.ndarray(shape, x.dtype, x_pad, strides=(n, c, h, w, h * stride, w * stride))
    return windows.reshape(images, size.column, -1)


def _product_backward(dout: Array, x: Array, w: Array, need_dx: bool) -> tuple[Array | None, Array]:
    """Return dx and dw, (F, C), of a convolution that is a matrix product at every pixel."""
    flat, rows = dout.reshape(*dout.shape[:2], -1), x.reshape(*x.shape[:2], -1)
    dw = np.matmul(flat, rows.swapaxes(1, 2)).sum(axis=0)
    if not need_dx:
        return None, dw
    return np.matmul(np.ascontiguousarray(w[:, :, 0, 0].T), flat).reshape(x.shape), dw


class _Scatter:
    """Gradients by adding columns back onto images that lie so that every addition is long.

    The padded image is split into stride × stride phases, each of every stride-th row and column.
    Entry (i, j) of all windows is then one contiguous piece of a phase, from its first window to
    its last; between the rows of windows lie pixels that belong to none, and ``dout`` is zero.
    """

    def __init__(self, size: _Sizes, stride: int, pad: int) -> None:
        self.size, self.stride, self.pad = size, stride, pad

    def gradients(
        self, dout: Array, x: Array, w: Array, need_dx: bool
    ) -> tuple[Array | None, Array]:
        """Return dx and dw, (F, C · HH · WW)."""
        size, dtype = self.size, np.result_type(dout, w)
        height, width = (-(-(length + 2 * self.pad) // self.stride) for length in x.shape[2:])
        length = (size.out_height - 1) * width + size.out_width
        filters = np.ascontiguousarray(w.reshape(len(w), -1).T)
        dx = np.empty(x.shape, dtype) if need_dx else None
        dw = np.zeros(filters.T.shape, np.result_type(dout, x))
        batches = list(size.batches(len(x), size.column * length))
        shape = (batches[0].stop, size.channels, self.stride, self.stride, height, width)
        # One buffer of each kind, because fresh memory costs as much as filling it.
        phases, dphases = np.zeros(shape, x.dtype), np.empty(shape, dtype)
        all_cols = np.empty((batches[0].stop, size.column, length), x.dtype)
        for images in batches:
            n = images.stop - images.start
            cols = self._columns(x[images], phases[:n], all_cols[:n])
            spread = self._spread(dout[images], width)[..., :length]
            dw += np.matmul(spread, cols.swapaxes(1, 2)).sum(axis=0)
            if dx is not None:
                dcols = np.matmul(filters, spread, out=cols if cols.dtype == dtype else None)
                self._add(dcols, dphases[:n], dx[images])
        return dx, dw

    def _columns(self, x: Array, phases: Array, cols: Array) -> Array:
        """Fill in the phases, whose margin is zero already, and the columns; return these."""
        for inside, pixels in self._phases(phases, x):
            inside[...] = pixels
        by_entry = cols.reshape(*phases.shape[:2], -1, cols.shape[-1])
        for entry, piece in enumerate(self._pieces(phases, cols.shape[-1])):
            by_entry[:, :, entry] = piece
        return cols

    def _add(self, cols: Array, phases: Array, x: Array) -> None:
        """Write into x the sum of what its windows say."""
        phases[...] = 0
        by_entry = cols.reshape(*phases.shape[:2], -1, cols.shape[-1])
        for entry, piece in enumerate(self._pieces(phases, cols.shape[-1])):
            piece += by_entry[:, :, entry]
        for inside, pixels in self._phases(phases, x):
            pixels[...] = inside

    def _spread(self, dout: Array, width: int) -> Array:
        """Return dout, (n, F, OH · width), with zeros behind each of its rows."""
        n, filters, out_height, out_width = dout.shape
        if out_width == width:
            return dout.reshape(n, filters, -1)
        wide = np.zeros((n, filters, out_height, width), dout.dtype)
        wide[..., :out_width] = dout
        return wide.reshape(n, filters, -1)

    def _phases(self, phases: Array, x: Array) -> Iterator[tuple[Array, Array]]:
        """Yield the inner part of each phase together with the pixels of x that belong there."""
        step, pad = self.stride, self.pad
        for a in range(step):
            for b in range(step):
                top, left = (a - pad) % step, (b - pad) % step
                pixels = x[:, :, top::step, left::step]
                down, across = (top + pad) // step, (left + pad) // step
                rows = slice(down, down + pixels.shape[2])
                yield phases[:, :, a, b, rows, across : across + pixels.shape[3]], pixels

    def _pieces(self, phases: Array, length: int) -> Iterator[Array]:
        """Yield the pieces, (n, C, length), that hold one entry of all windows each."""
        step, width = self.stride, phases.shape[-1]
        flat = phases.reshape(*phases.shape[:4], -1)
        for i in range(self.size.height):
            for j in range(self.size.width):
                start = i // step * width + j // step
                yield flat[:, :, i % step, j % step, start : start + length]

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

_ENTRIES = 1 << 20
"""How many entries of columns are made at a time: 4 MiB of float32."""

_UNPACKED = 1_000_000
"""Up to so many multiplications per image, each image is multiplied for itself."""

_FEW = 1 << 15
"""Up to so many entries of columns, the calls of NumPy take longer than the arithmetic."""

_ZERO_AND_ONE = {np.dtype(d): np.array([0, 1], d) for d in (np.float32, np.float64)}


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
    size = _Sizes.of(x, w, stride, pad)
    if size.is_product:
        dx, dw, db = _product_backward(dout, x, w, need_dx)
    elif size.column * dout[:, 0].size <= _FEW:
        dx, dw, db = _small_backward(dout, x, w, stride, pad, need_dx)
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
    """Return the gradients in as few calls of NumPy as possible."""
    gather, scatter = _places(x.shape, w.shape[2], w.shape[3], stride, pad)
    cols = np.concatenate((x.reshape(-1), _ZERO_AND_ONE[x.dtype]))
    cols = cols.take(gather, mode="clip")  # half the time: nothing asks whether an index is right
    flat = dout.transpose(1, 0, 2, 3).reshape(len(w), -1)
    sums = flat @ cols.T
    dw, db = np.ascontiguousarray(sums[:, :-1]), sums[:, -1].astype(dout.dtype)
    if not need_dx:
        return None, dw, db
    dcols = np.zeros(w[0].size * flat.shape[1] + 1, np.result_type(dout, w))
    np.matmul(w.reshape(len(w), -1).T, flat, out=dcols[:-1].reshape(-1, flat.shape[1]))
    return dcols.take(scatter, mode="clip").sum(axis=0).reshape(x.shape), dw, db


@lru_cache(maxsize=16)
def _places(
    shape: tuple[int, ...], height: int, width: int, stride: int, pad: int
) -> tuple[IntArray, IntArray]:
    """Return where the columns of small images find their entries, and the images theirs.

    The first array, (C · HH · WW + 1, OH · OW · N), indexes the flat images, behind which a 0 and
    a 1 follow; its last row is all ones. The second, (most, N · C · H · W), lists the entries of
    the columns that hold a pixel, filled up with the index of a 0 behind them.
    """
    size = math.prod(shape)
    margin = ((0, 0), (0, 0), (pad, pad), (pad, pad))
    index = np.pad(np.arange(size).reshape(shape), margin, constant_values=size)
    windows = _windows(index, height, width, stride).transpose(1, 2, 3, 0, 4, 5)
    seen = windows.reshape(-1)
    order = np.argsort(seen, kind="stable")
    counts = np.bincount(seen, minlength=size + 1)
    rank = np.arange(seen.size) - np.repeat(np.cumsum(counts) - counts, counts)
    inside = seen[order] < size
    scatter = np.full((counts[:size].max(), size), seen.size)
    scatter[rank[inside], seen[order][inside]] = order[inside]
    columns = seen.reshape(math.prod(windows.shape[:3]), -1)
    return np.vstack((columns, np.full(columns.shape[1], size + 1))), scatter


def _large_backward(
    dout: Array, x: Array, w: Array, stride: int, pad: int, need_dx: bool
) -> tuple[Array | None, Array, Array]:
    """Return the gradients from the columns of a few images at a time."""
    size, dtype = _Sizes.of(x, w, stride, pad), np.result_type(dout, x, w)
    phases, pixels = _Phases.of(x, w, stride, pad), size.out_height * size.out_width
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


class _Phases(NamedTuple):
    """Padded images, split into stride × stride phases, each of every stride-th row and column.

    What entry (i, j) of neighbouring windows sees then lies side by side, and row follows row: all
    windows of some images see one contiguous piece, if pixels between the windows are let pass.
    """

    window: tuple[int, int, int]
    stride: int
    pad: int
    down: int
    across: int

    @classmethod
    def of(cls, x: Array, w: Array, stride: int, pad: int) -> _Phases:
        channels, height, width = w.shape[1:]
        down, across = (-(-(length + 2 * pad) // stride) for length in x.shape[2:])
        return cls((channels, height, width), stride, pad, down, across)

    @property
    def area(self) -> int:
        """The number of pixels of a phase."""
        return self.down * self.across

    def gather(self, x: Array, cols: Array) -> None:
        """Fill in the columns, (C, HH, WW, n, OH, OW)."""
        shape = (self.stride, self.stride, x.shape[1], len(x), self.down, self.across)
        phases = np.zeros(shape, x.dtype)
        for inside, pixels in self._insides(phases, x):
            inside[...] = pixels
        out_height, out_width = cols.shape[-2:]
        for i, j, (a, b), (row, column) in self._entries():
            piece = phases[a, b, :, :, row : row + out_height, column : column + out_width]
            _copy_rows(cols[:, i, j], piece)

    def widened(self, flat: Array) -> Array:
        """Return dout with zeros between the windows, its last two axes as one."""
        wide = np.zeros((*flat.shape[:2], self.down, self.across), flat.dtype)
        _copy_rows(wide[:, :, : flat.shape[2], : flat.shape[3]], flat)
        return wide.reshape(*flat.shape[:2], self.area)

    def scatter(self, cols: Array, dx: Array) -> None:
        """Write into dx, (n, C, H, W), the sum of columns, (C, HH, WW, n · area)."""
        phases = np.zeros((self.stride, self.stride, len(cols), cols.shape[-1]), cols.dtype)
        for i, j, (a, b), (row, column) in self._entries():
            piece = phases[a, b, :, row * self.across + column :]
            piece += cols[:, i, j, : piece.shape[1]]
        shape = (*phases.shape[:3], len(dx), self.down, self.across)
        for inside, pixels in self._insides(phases.reshape(shape), dx):
            pixels[...] = inside

    def _entries(self) -> Iterator[tuple[int, int, tuple[int, int], tuple[int, int]]]:
        """Yield each entry (i, j) of a window, its phase, and its row and column there."""
        for i in range(self.window[1]):
            for j in range(self.window[2]):
                (row, a), (column, b) = divmod(i, self.stride), divmod(j, self.stride)
                yield i, j, (a, b), (row, column)

    def _insides(self, phases: Array, x: Array) -> Iterator[tuple[Array, Array]]:
        """Yield the part of each phase that is not margin, and the pixels of x there."""
        step, pad = self.stride, self.pad
        for a in range(step):
            for b in range(step):
                top, left = (a - pad) % step, (b - pad) % step
                pixels = x[:, :, top::step, left::step].swapaxes(0, 1)
                inside = phases[a, b, :, :, (top + pad) // step :, (left + pad) // step :]
                yield inside[:, :, : pixels.shape[2], : pixels.shape[3]], pixels


def _copy_rows(to: Array, source: Array) -> None:
    """Copy an array whose rows are contiguous in both: each row is one item, twice as fast."""
    if to.dtype != source.dtype:
        to[...] = source
        return
    row = np.dtype((np.void, to.shape[-1] * to.itemsize))
    to.view(row)[...] = source.view(row)

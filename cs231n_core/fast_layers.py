"""The convolution and the pooling for training: as `layers`, without loops over the windows.

A convolution copies the windows of a few images at a time into columns that stay in the
processor's cache, and multiplies them by the filters. The full column matrix never exists.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple, overload

import numpy as np

from cs231n_core.arrays import Array, IntArray, plain
from cs231n_core.kernels import active, pooling_numpy
from cs231n_core.layers._inputs import upstream
from cs231n_core.layers._windows import Windows, conv_windows, padded, pool_windows, unpadded
from cs231n_core.layers.convolution import ConvCache, ConvParam
from cs231n_core.layers.pooling import PoolParam

_COLUMN_ENTRIES = 1 << 17
"""How many entries of columns are made at a time: 512 KiB of float32."""


class FastPoolCache(NamedTuple):
    """What `max_pool_backward_fast` needs: one byte for each window instead of the images."""

    winner: IntArray
    x_shape: tuple[int, int, int, int]
    pool_param: PoolParam


def conv_forward_fast(
    x: Array, w: Array, b: Array, conv_param: ConvParam
) -> tuple[Array, ConvCache]:
    """Return what `conv_forward_naive` returns, fast.

    Parameters
    ----------
    x : (N, C, H, W) float array
    w : (F, C, HH, WW) float array
    b : (F,) float array
    conv_param : dict
        ``stride`` and ``pad``.

    Returns
    -------
    out : (N, F, OH, OW) float array
    cache : ConvCache

    Raises
    ------
    ValueError
        If the shapes do not fit, or the windows do not tile the padded image.

    References
    ----------
    Chetlur et al., "cuDNN: Efficient Primitives for Deep Learning", 2014, section 3: columns made
    tile by tile.

    Examples
    --------
    >>> x, w = np.arange(6.0).reshape(1, 1, 2, 3), np.array([1.0, 10.0]).reshape(1, 1, 1, 2)
    >>> conv_forward_fast(x, w, np.zeros(1), {"stride": 1, "pad": 0})[0]
    array([[[[10., 21.],
             [43., 54.]]]])
    """
    x, w, b, windows = conv_windows("conv_forward_fast", x, w, b, conv_param)
    shape = (len(x), len(w), windows.out_height, windows.out_width)
    out = np.empty(shape, np.result_type(x, w, b))
    filters, bias = w.reshape(len(w), -1), b[:, None]
    for images, cols in _columns(padded(x, windows.pad), windows):
        flat = filters @ cols
        flat += bias
        out[images] = flat.reshape(len(w), -1, *shape[2:]).swapaxes(0, 1)
    return out, ConvCache(x, w, b, dict(conv_param))


@overload
def conv_backward_fast(
    dout: Array, cache: ConvCache, need_dx: Literal[True] = True
) -> tuple[Array, Array, Array]: ...
@overload
def conv_backward_fast(
    dout: Array, cache: ConvCache, need_dx: bool
) -> tuple[Array | None, Array, Array]: ...
def conv_backward_fast(
    dout: Array, cache: ConvCache, need_dx: bool = True
) -> tuple[Array | None, Array, Array]:
    """Return the gradients of x, w and b, fast.

    Parameters
    ----------
    dout : (N, F, OH, OW) float array
    cache : ConvCache
        From `conv_forward_fast`.
    need_dx : bool
        Whether the gradient of x is wanted; the first layer of a net does not need it.

    Returns
    -------
    dx : (N, C, H, W) float array, or None
    dw : (F, C, HH, WW) float array
    db : (F,) float array

    Examples
    --------
    >>> x, w = np.arange(6.0).reshape(1, 1, 2, 3), np.array([1.0, 10.0]).reshape(1, 1, 1, 2)
    >>> _, cache = conv_forward_fast(x, w, np.zeros(1), {"stride": 1, "pad": 0})
    >>> dx, dw, db = conv_backward_fast(np.ones((1, 1, 2, 2)), cache)
    >>> dw, db
    (array([[[[ 8., 12.]]]]), array([4.]))
    """
    where = "conv_backward_fast"
    x, w, _, windows = conv_windows(where, cache.x, cache.w, cache.b, cache.conv_param)
    dout = upstream(where, dout, (len(x), len(w), windows.out_height, windows.out_width))
    filters = w.reshape(len(w), -1)
    x_pad = padded(x, windows.pad)
    dx_pad = np.zeros(x_pad.shape, np.result_type(dout, w)) if need_dx else None
    dw = np.zeros(filters.shape, np.result_type(dout, x))
    for images, cols in _columns(x_pad, windows):
        flat = np.ascontiguousarray(dout[images].swapaxes(0, 1)).reshape(len(w), -1)
        dw += flat @ cols.T
        if dx_pad is not None:
            _add_columns(filters.T @ flat, dx_pad[images], windows)
    dx = None if dx_pad is None else unpadded(dx_pad, windows.pad)
    return dx, dw.reshape(w.shape), dout.sum(axis=(0, 2, 3))


def max_pool_forward_fast(x: Array, pool_param: PoolParam) -> tuple[Array, FastPoolCache]:
    """Return what `max_pool_forward_naive` returns, fast.

    Parameters
    ----------
    x : (N, C, H, W) float array
    pool_param : dict
        ``pool_height``, ``pool_width``, ``stride``. Windows larger than the stride overlap.

    Returns
    -------
    out : (N, C, OH, OW) float array
    cache : FastPoolCache

    Raises
    ------
    ValueError
        If the windows do not tile the image.

    Examples
    --------
    >>> x = np.array([[1.0, 5.0, 2.0, 3.0]]).reshape(1, 1, 1, 4)
    >>> pool_param = {"pool_height": 1, "pool_width": 2, "stride": 1}
    >>> max_pool_forward_fast(x, pool_param)[0]
    array([[[[5., 5., 3.]]]])
    """
    x, windows = pool_windows("max_pool_forward_fast", x, pool_param)
    window = windows.height, windows.width, windows.stride
    native = active().native
    if native is None or windows.height * windows.width > native.widest_pool:
        out, winner = pooling_numpy.max_pool_forward(x, *window)
    else:
        out, winner = native.max_pool_forward(plain(x), *window)
    return out, FastPoolCache(winner, x.shape, dict(pool_param))


def max_pool_backward_fast(dout: Array, cache: FastPoolCache) -> Array:
    """Return the gradient of x: ``dout`` goes to the first maximum of its window.

    Parameters
    ----------
    dout : (N, C, OH, OW) float array
    cache : FastPoolCache
        From `max_pool_forward_fast`.

    Returns
    -------
    dx : (N, C, H, W) float array

    Examples
    --------
    >>> x = np.array([[1.0, 5.0, 2.0, 3.0]]).reshape(1, 1, 1, 4)
    >>> _, cache = max_pool_forward_fast(x, {"pool_height": 1, "pool_width": 2, "stride": 1})
    >>> max_pool_backward_fast(np.array([1.0, 10.0, 100.0]).reshape(1, 1, 1, 3), cache)
    array([[[[  0.,  11.,   0., 100.]]]])
    """
    winner, x_shape, pool_param = cache
    dout = upstream("max_pool_backward_fast", dout, winner.shape)
    window = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    native = active().native
    if native is None or winner.dtype != np.uint8:
        return pooling_numpy.max_pool_backward(dout, winner, x_shape, *window)
    dx: Array = native.max_pool_backward(plain(dout), winner, x_shape, *window)
    return dx


def _columns(x_pad: Array, windows: Windows) -> Iterator[tuple[slice, Array]]:
    """Yield images and their columns, (C · HH · WW, images · OH · OW), a few images at a time."""
    field, step = (windows.height, windows.width), windows.stride
    view = np.lib.stride_tricks.sliding_window_view(x_pad, field, axis=(2, 3))
    view = view[:, :, ::step, ::step].transpose(1, 4, 5, 0, 2, 3)
    per_image = view.size // len(x_pad)
    size = max(1, _COLUMN_ENTRIES // per_image)
    for start in range(0, len(x_pad), size):
        images = slice(start, min(start + size, len(x_pad)))
        part = view[:, :, :, images]
        yield images, np.ascontiguousarray(part).reshape(-1, part[0, 0, 0].size)


def _add_columns(cols: Array, dx_pad: Array, windows: Windows) -> None:
    """Add columns, laid out as `_columns` does, onto the images that they came from."""
    images, channels = dx_pad.shape[:2]
    shape: Any = (channels, *windows[:2], images, windows.out_height, windows.out_width)
    cols = cols.reshape(shape)
    for i, j in windows.entries():
        dx_pad[:, :, *windows.entry(i, j)] += cols[:, i, j].swapaxes(0, 1)

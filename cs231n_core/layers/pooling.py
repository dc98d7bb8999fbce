"""Max pooling of images, twice: by loops over the windows, and through im2col.

Among equal entries of a window the first, row by row, is the maximum. ``max_pool_forward_fast`` of
`cs231n_core.fast_layers` is the one for training.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from cs231n_core.arrays import Array, IntArray
from cs231n_core.im2col import col2im, im2col
from cs231n_core.layers._inputs import upstream
from cs231n_core.layers._windows import pool_windows

PoolParam = Mapping[str, Any]


class PoolCache(NamedTuple):
    """What `max_pool_backward_naive` needs."""

    x: Array
    pool_param: PoolParam


class PoolColumnsCache(NamedTuple):
    """What `max_pool_backward_im2col` needs; ``winner`` is the place of each window's maximum."""

    x: Array
    pool_param: PoolParam
    winner: IntArray


def max_pool_forward_naive(x: Array, pool_param: PoolParam) -> tuple[Array, PoolCache]:
    """Return the largest entry of every window of every channel.

    Parameters
    ----------
    x : (N, C, H, W) float array
    pool_param : dict
        ``pool_height``, ``pool_width``, ``stride``. Windows larger than the stride overlap.

    Returns
    -------
    out : (N, C, OH, OW) float array
        ``OH = 1 + (H - pool_height) / stride``, OW likewise.
    cache : PoolCache

    Raises
    ------
    ValueError
        If the windows do not tile the image.

    References
    ----------
    CS231n notes, "Convolutional Networks", section "Pooling Layer".

    Examples
    --------
    >>> x = np.array([[1.0, 5.0, 2.0, 3.0]]).reshape(1, 1, 1, 4)
    >>> pool_param = {"pool_height": 1, "pool_width": 2, "stride": 1}
    >>> max_pool_forward_naive(x, pool_param)[0]
    array([[[[5., 5., 3.]]]])
    """
    x, windows = pool_windows("max_pool_forward_naive", x, pool_param)
    out = np.empty((*x.shape[:2], windows.out_height, windows.out_width), x.dtype)
    for i, j in windows.places():
        rows, columns = windows.at(i, j)
        out[:, :, i, j] = x[:, :, rows, columns].max(axis=(2, 3))
    return out, PoolCache(x, dict(pool_param))


def max_pool_backward_naive(dout: Array, cache: PoolCache) -> Array:
    """Return the gradient of x: ``dout`` goes to the first maximum of its window.

    An entry that is the maximum of several overlapping windows gets the sum.

    Parameters
    ----------
    dout : (N, C, OH, OW) float array
    cache : PoolCache
        From `max_pool_forward_naive`.

    Returns
    -------
    dx : (N, C, H, W) float array

    Examples
    --------
    >>> x = np.array([[1.0, 5.0, 2.0, 3.0]]).reshape(1, 1, 1, 4)
    >>> _, cache = max_pool_forward_naive(x, {"pool_height": 1, "pool_width": 2, "stride": 1})
    >>> max_pool_backward_naive(np.array([1.0, 10.0, 100.0]).reshape(1, 1, 1, 3), cache)
    array([[[[  0.,  11.,   0., 100.]]]])
    """
    x, windows = pool_windows("max_pool_backward_naive", cache.x, cache.pool_param)
    images, channels = x.shape[:2]
    shape = (images, channels, windows.out_height, windows.out_width)
    dout = upstream("max_pool_backward_naive", dout, shape)
    dx = np.zeros(x.shape, dout.dtype)
    n, c = np.ogrid[:images, :channels]
    for i, j in windows.places():
        rows, columns = windows.at(i, j)
        window = x[:, :, rows, columns].reshape(images, channels, -1)
        row, column = np.divmod(window.argmax(axis=2), windows.width)
        # Within one window every (n, c) occurs once, so that += loses no share.
        dx[n, c, rows.start + row, columns.start + column] += dout[:, :, i, j]
    return dx


def max_pool_forward_im2col(x: Array, pool_param: PoolParam) -> tuple[Array, PoolColumnsCache]:
    """Return the largest entry of every window: the maximum of each column of im2col.

    Every channel counts as an image of its own, so that a column holds one channel's window.

    Parameters
    ----------
    x, pool_param
        As for `max_pool_forward_naive`.

    Returns
    -------
    out : (N, C, OH, OW) float array
    cache : PoolColumnsCache

    Raises
    ------
    ValueError
        If the windows do not tile the image.

    Examples
    --------
    >>> x = np.array([[1.0, 5.0, 2.0, 3.0]]).reshape(1, 1, 1, 4)
    >>> pool_param = {"pool_height": 1, "pool_width": 2, "stride": 1}
    >>> max_pool_forward_im2col(x, pool_param)[0]
    array([[[[5., 5., 3.]]]])
    """
    x, windows = pool_windows("max_pool_forward_im2col", x, pool_param)
    images, channels, height, width = x.shape
    apart = x.reshape(images * channels, 1, height, width)
    cols = im2col(apart, windows.height, windows.width, 0, windows.stride)
    winner = cols.argmax(axis=0)
    out = np.take_along_axis(cols, winner[None], axis=0)
    out = out.reshape(windows.out_height, windows.out_width, images, channels)
    cache = PoolColumnsCache(x, dict(pool_param), winner)
    return np.ascontiguousarray(out.transpose(2, 3, 0, 1)), cache


def max_pool_backward_im2col(dout: Array, cache: PoolColumnsCache) -> Array:
    """Return the gradient of x: ``dout`` in the place of each column's maximum, and col2im.

    Parameters
    ----------
    dout : (N, C, OH, OW) float array
    cache : PoolColumnsCache
        From `max_pool_forward_im2col`.

    Returns
    -------
    dx : (N, C, H, W) float array

    Examples
    --------
    >>> x = np.array([[1.0, 5.0, 2.0, 3.0]]).reshape(1, 1, 1, 4)
    >>> _, cache = max_pool_forward_im2col(x, {"pool_height": 1, "pool_width": 2, "stride": 1})
    >>> max_pool_backward_im2col(np.array([1.0, 10.0, 100.0]).reshape(1, 1, 1, 3), cache)
    array([[[[  0.,  11.,   0., 100.]]]])
    """
    x, windows = pool_windows("max_pool_backward_im2col", cache.x, cache.pool_param)
    images, channels, height, width = x.shape
    shape = (images, channels, windows.out_height, windows.out_width)
    dout = upstream("max_pool_backward_im2col", dout, shape)
    dcols = np.zeros((windows.height * windows.width, dout.size), dout.dtype)
    flat = dout.transpose(2, 3, 0, 1).reshape(1, -1)
    np.put_along_axis(dcols, cache.winner[None], flat, axis=0)
    apart = (images * channels, 1, height, width)
    return col2im(dcols, apart, windows.height, windows.width, 0, windows.stride).reshape(x.shape)

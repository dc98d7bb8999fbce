"""Convolution of images, twice: by loops over the windows, and as one matrix product.

``conv_forward_fast`` of `cs231n_core.fast_layers` is the one for training.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.im2col import col2im, im2col
from cs231n_core.layers._inputs import upstream
from cs231n_core.layers._windows import Windows, conv_windows, padded, unpadded

ConvParam = Mapping[str, Any]


class ConvCache(NamedTuple):
    """What `conv_backward_naive` needs."""

    x: Array
    w: Array
    b: Array
    conv_param: ConvParam


class ConvColumnsCache(NamedTuple):
    """What `conv_backward_im2col` needs; ``cols`` is x as columns, far larger than x."""

    x: Array
    w: Array
    b: Array
    conv_param: ConvParam
    cols: Array


def conv_forward_naive(
    x: Array, w: Array, b: Array, conv_param: ConvParam
) -> tuple[Array, ConvCache]:
    """Return the inner product of every filter with every window, plus the filter's bias.

    Parameters
    ----------
    x : (N, C, H, W) float array
    w : (F, C, HH, WW) float array
        F filters.
    b : (F,) float array
    conv_param : dict
        ``stride``: step from window to window; ``pad``: rows and columns of zeros on each side.

    Returns
    -------
    out : (N, F, OH, OW) float array
        ``OH = 1 + (H + 2 * pad - HH) / stride``, OW likewise.
    cache : ConvCache

    Raises
    ------
    ValueError
        If the shapes do not fit, or the windows do not tile the padded image.

    References
    ----------
    CS231n notes, "Convolutional Networks", section "Convolutional Layer".

    Examples
    --------
    >>> x, w = np.arange(6.0).reshape(1, 1, 2, 3), np.array([1.0, 10.0]).reshape(1, 1, 1, 2)
    >>> conv_forward_naive(x, w, np.zeros(1), {"stride": 1, "pad": 0})[0]
    array([[[[10., 21.],
             [43., 54.]]]])
    """
    x, w, b, windows = conv_windows("conv_forward_naive", x, w, b, conv_param)
    x_pad = padded(x, windows.pad)
    shape = (len(x), len(w), windows.out_height, windows.out_width)
    out = np.empty(shape, np.result_type(x, w, b))
    for i, j in windows.places():
        rows, columns = windows.at(i, j)
        for f in range(len(w)):
            window = x_pad[:, :, rows, columns]
            out[:, f, i, j] = (window * w[f]).sum(axis=(1, 2, 3)) + b[f]
    return out, ConvCache(x, w, b, dict(conv_param))


def conv_backward_naive(dout: Array, cache: ConvCache) -> tuple[Array, Array, Array]:
    """Return the gradients of x, w and b; what several windows say about a pixel is added up.

    Parameters
    ----------
    dout : (N, F, OH, OW) float array
    cache : ConvCache
        From `conv_forward_naive`.

    Returns
    -------
    dx : (N, C, H, W) float array
    dw : (F, C, HH, WW) float array
    db : (F,) float array

    Examples
    --------
    >>> x, w = np.arange(6.0).reshape(1, 1, 2, 3), np.array([1.0, 10.0]).reshape(1, 1, 1, 2)
    >>> _, cache = conv_forward_naive(x, w, np.zeros(1), {"stride": 1, "pad": 0})
    >>> dx, dw, db = conv_backward_naive(np.ones((1, 1, 2, 2)), cache)
    >>> dx
    array([[[[ 1., 11., 10.],
             [ 1., 11., 10.]]]])
    """
    where = "conv_backward_naive"
    x, w, _, windows = conv_windows(where, cache.x, cache.w, cache.b, cache.conv_param)
    dout = upstream(where, dout, (len(x), len(w), windows.out_height, windows.out_width))
    x_pad = padded(x, windows.pad)
    dx_pad = np.zeros(x_pad.shape, np.result_type(dout, w))
    dw = np.zeros(w.shape, np.result_type(dout, x))
    for i, j in windows.places():
        rows, columns = windows.at(i, j)
        for f in range(len(w)):
            share = dout[:, f, i, j].reshape(-1, 1, 1, 1)
            dx_pad[:, :, rows, columns] += share * w[f]
            dw[f] += (share * x_pad[:, :, rows, columns]).sum(axis=0)
    return unpadded(dx_pad, windows.pad), dw, dout.sum(axis=(0, 2, 3))


def conv_forward_im2col(
    x: Array, w: Array, b: Array, conv_param: ConvParam
) -> tuple[Array, ConvColumnsCache]:
    """Return the convolution as one matrix product: filters as rows times windows as columns.

    Parameters
    ----------
    x, w, b, conv_param
        As for `conv_forward_naive`.

    Returns
    -------
    out : (N, F, OH, OW) float array
    cache : ConvColumnsCache

    Raises
    ------
    ValueError
        If the shapes do not fit, or the windows do not tile the padded image.

    Examples
    --------
    >>> x, w = np.arange(6.0).reshape(1, 1, 2, 3), np.array([1.0, 10.0]).reshape(1, 1, 1, 2)
    >>> conv_forward_im2col(x, w, np.zeros(1), {"stride": 1, "pad": 0})[0]
    array([[[[10., 21.],
             [43., 54.]]]])
    """
    x, w, b, windows = conv_windows("conv_forward_im2col", x, w, b, conv_param)
    cols = im2col(x, windows.height, windows.width, windows.pad, windows.stride)
    flat = w.reshape(len(w), -1) @ cols + b[:, None]
    out = flat.reshape(len(w), windows.out_height, windows.out_width, len(x))
    cache = ConvColumnsCache(x, w, b, dict(conv_param), cols)
    return np.ascontiguousarray(out.transpose(3, 0, 1, 2)), cache


def conv_backward_im2col(dout: Array, cache: ConvColumnsCache) -> tuple[Array, Array, Array]:
    """Return the gradients of x, w and b: two matrix products and `col2im`.

    Parameters
    ----------
    dout : (N, F, OH, OW) float array
    cache : ConvColumnsCache
        From `conv_forward_im2col`.

    Returns
    -------
    dx : (N, C, H, W) float array
    dw : (F, C, HH, WW) float array
    db : (F,) float array

    Examples
    --------
    >>> x, w = np.arange(6.0).reshape(1, 1, 2, 3), np.array([1.0, 10.0]).reshape(1, 1, 1, 2)
    >>> _, cache = conv_forward_im2col(x, w, np.zeros(1), {"stride": 1, "pad": 0})
    >>> dx, dw, db = conv_backward_im2col(np.ones((1, 1, 2, 2)), cache)
    >>> dw, db
    (array([[[[ 8., 12.]]]]), array([4.]))
    """
    where = "conv_backward_im2col"
    x, w, _, windows = conv_windows(where, cache.x, cache.w, cache.b, cache.conv_param)
    dout = upstream(where, dout, (len(x), len(w), windows.out_height, windows.out_width))
    flat = dout.transpose(1, 2, 3, 0).reshape(len(w), -1)
    dw = (flat @ cache.cols.T).reshape(w.shape)
    dcols = w.reshape(len(w), -1).T @ flat
    return _images(dcols, x, windows), dw, dout.sum(axis=(0, 2, 3))


def _images(cols: Array, x: Array, windows: Windows) -> Array:
    images, channels, height, width = x.shape
    shape = (images, channels, height, width)
    return col2im(cols, shape, windows.height, windows.width, windows.pad, windows.stride)

"""The convolution and the pooling for training: as `layers`, without loops over the windows."""

from __future__ import annotations

from typing import Literal, NamedTuple, overload

import numpy as np

from cs231n_core.arrays import Array, IntArray, plain
from cs231n_core.kernels import active, convolution_numpy, pooling_numpy
from cs231n_core.layers._inputs import upstream
from cs231n_core.layers._windows import conv_shape, conv_windows, pool_windows
from cs231n_core.layers.convolution import ConvCache, ConvParam
from cs231n_core.layers.pooling import PoolParam


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
    return _convolve("conv_forward_fast", x, w, b, conv_param, False)


def conv_relu_forward_fast(
    x: Array, w: Array, b: Array, conv_param: ConvParam
) -> tuple[Array, ConvCache]:
    """Return the ReLU of a convolution, taken while its result is still in the registers.

    Parameters
    ----------
    x, w, b, conv_param
        As for `conv_forward_fast`.

    Returns
    -------
    out : (N, F, OH, OW) float array
    cache : ConvCache
        For `conv_backward_fast`; ``out`` is what `relu_backward` needs.

    Examples
    --------
    >>> x, w = np.array([1.0, -2.0]).reshape(1, 1, 1, 2), np.ones((1, 1, 1, 1))
    >>> conv_relu_forward_fast(x, w, np.zeros(1), {"stride": 1, "pad": 0})[0]
    array([[[[1., 0.]]]])
    """
    return _convolve("conv_relu_forward_fast", x, w, b, conv_param, True)


def _convolve(
    where: str, x: Array, w: Array, b: Array, conv_param: ConvParam, relu: bool
) -> tuple[Array, ConvCache]:
    """Let the compiled kernel look first: for plain arrays that fit it needs no other check."""
    native = active().native
    out = None if native is None else native.conv_forward_plain(x, w, b, conv_param, relu)
    if out is None:
        x, w, b, windows = conv_windows(where, x, w, b, conv_param)
        forward = (native or convolution_numpy).conv_forward
        out = forward(x, w, b, windows.stride, windows.pad, relu)
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
    where, native = "conv_backward_fast", active().native
    x, w, b, conv_param = cache
    if native is not None:
        grads = native.conv_backward_plain(dout, x, w, conv_param, need_dx)
        if grads is not None:
            return grads  # type: ignore[no-any-return]
    if type(cache) is not ConvCache:  # one of a forward pass has been checked there
        x, w, b, _ = conv_windows(where, x, w, b, conv_param)
    stride, pad = conv_param["stride"], conv_param["pad"]
    dout = upstream(where, dout, conv_shape(x, w, stride, pad))
    backward = (native or convolution_numpy).conv_backward
    return backward(dout, x, w, stride, pad, need_dx)  # type: ignore[no-any-return]


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

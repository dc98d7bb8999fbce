"""Sandwiches around a convolution."""

from __future__ import annotations

from typing import Any

from cs231n_core.arrays import Array
from cs231n_core.fast_layers import (
    conv_backward_fast,
    conv_forward_fast,
    conv_relu_forward_fast,
    max_pool_backward_fast,
    max_pool_forward_fast,
)
from cs231n_core.layers import (
    relu_backward,
    relu_forward,
    spatial_batchnorm_backward,
    spatial_batchnorm_forward,
)
from cs231n_core.layers.convolution import ConvParam
from cs231n_core.layers.pooling import PoolParam


def conv_relu_forward(x: Array, w: Array, b: Array, conv_param: ConvParam) -> tuple[Array, Any]:
    """Return the ReLU of a convolution.

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
    cache : tuple
        The caches of both layers.

    Examples
    --------
    >>> import numpy as np
    >>> x, w = np.array([1.0, -2.0]).reshape(1, 1, 1, 2), np.ones((1, 1, 1, 1))
    >>> conv_relu_forward(x, w, np.zeros(1), {"stride": 1, "pad": 0})[0]
    array([[[[1., 0.]]]])
    """
    out, conv_cache = conv_relu_forward_fast(x, w, b, conv_param)
    return out, (conv_cache, out)  # out > 0 exactly where the convolution was


def conv_relu_backward(
    dout: Array, cache: Any, need_dx: bool = True
) -> tuple[Array | None, Array, Array]:
    """Return the gradients of x, w and b.

    Parameters
    ----------
    dout : (N, F, OH, OW) float array
    cache : tuple
        From `conv_relu_forward`.
    need_dx : bool
        Whether the gradient of x is wanted.

    Returns
    -------
    dx : (N, C, H, W) float array, or None
    dw : (F, C, HH, WW) float array
    db : (F,) float array

    Examples
    --------
    >>> import numpy as np
    >>> x, w = np.array([1.0, -2.0]).reshape(1, 1, 1, 2), np.ones((1, 1, 1, 1))
    >>> _, cache = conv_relu_forward(x, w, np.zeros(1), {"stride": 1, "pad": 0})
    >>> conv_relu_backward(np.array([3.0, 5.0]).reshape(1, 1, 1, 2), cache)[0]
    array([[[[3., 0.]]]])
    """
    conv_cache, relu_cache = cache
    return conv_backward_fast(relu_backward(dout, relu_cache), conv_cache, need_dx)


def conv_bn_relu_forward(
    x: Array,
    w: Array,
    b: Array,
    gamma: Array,
    beta: Array,
    conv_param: ConvParam,
    bn_param: dict[str, Any],
) -> tuple[Array, Any]:
    """Return the ReLU of the batch normalisation of a convolution.

    Parameters
    ----------
    x : (N, C, H, W) float array
    w : (F, C, HH, WW) float array
    b, gamma, beta : (F,) float array
    conv_param : dict
        ``stride`` and ``pad``.
    bn_param : dict
        As for `spatial_batchnorm_forward`.

    Returns
    -------
    out : (N, F, OH, OW) float array
    cache : tuple
        The caches of the three layers.

    Examples
    --------
    >>> import numpy as np
    >>> x, w, zero = np.array([1.0, 5.0]).reshape(1, 1, 1, 2), np.ones((1, 1, 1, 1)), np.zeros(1)
    >>> bn_param, conv_param = {"mode": "train"}, {"stride": 1, "pad": 0}
    >>> conv_bn_relu_forward(x, w, zero, 1 + zero, zero, conv_param, bn_param)[0].round(3)
    array([[[[0., 1.]]]])
    """
    a, conv_cache = conv_forward_fast(x, w, b, conv_param)
    normal, bn_cache = spatial_batchnorm_forward(a, gamma, beta, bn_param)
    out, relu_cache = relu_forward(normal)
    return out, (conv_cache, bn_cache, relu_cache)


def conv_bn_relu_backward(
    dout: Array, cache: Any, need_dx: bool = True
) -> tuple[Array | None, Array, Array, Array, Array]:
    """Return the gradients of x, w, b, gamma and beta.

    Parameters
    ----------
    dout : (N, F, OH, OW) float array
    cache : tuple
        From `conv_bn_relu_forward`.
    need_dx : bool
        Whether the gradient of x is wanted.

    Returns
    -------
    dx : (N, C, H, W) float array, or None
    dw : (F, C, HH, WW) float array
    db, dgamma, dbeta : (F,) float array

    Examples
    --------
    >>> import numpy as np
    >>> x, w, zero = np.array([1.0, 5.0]).reshape(1, 1, 1, 2), np.ones((1, 1, 1, 1)), np.zeros(1)
    >>> bn_param, conv_param = {"mode": "train"}, {"stride": 1, "pad": 0}
    >>> _, cache = conv_bn_relu_forward(x, w, zero, 1 + zero, zero, conv_param, bn_param)
    >>> conv_bn_relu_backward(np.array([3.0, 5.0]).reshape(1, 1, 1, 2), cache)[4]
    array([5.])
    """
    conv_cache, bn_cache, relu_cache = cache
    da, dgamma, dbeta = spatial_batchnorm_backward(relu_backward(dout, relu_cache), bn_cache)
    return *conv_backward_fast(da, conv_cache, need_dx), dgamma, dbeta


def conv_relu_pool_forward(
    x: Array, w: Array, b: Array, conv_param: ConvParam, pool_param: PoolParam
) -> tuple[Array, Any]:
    """Return the max pooling of the ReLU of a convolution.

    Parameters
    ----------
    x : (N, C, H, W) float array
    w : (F, C, HH, WW) float array
    b : (F,) float array
    conv_param : dict
        ``stride`` and ``pad``.
    pool_param : dict
        ``pool_height``, ``pool_width`` and ``stride``.

    Returns
    -------
    out : (N, F, OH, OW) float array
    cache : tuple
        The caches of the three layers.

    Examples
    --------
    >>> import numpy as np
    >>> x, w = np.array([1.0, -2.0]).reshape(1, 1, 1, 2), np.ones((1, 1, 1, 1))
    >>> pool_param = {"pool_height": 1, "pool_width": 2, "stride": 2}
    >>> conv_relu_pool_forward(x, w, np.zeros(1), {"stride": 1, "pad": 0}, pool_param)[0]
    array([[[[1.]]]])
    """
    active, conv_cache = conv_relu_forward_fast(x, w, b, conv_param)
    out, pool_cache = max_pool_forward_fast(active, pool_param)
    return out, (conv_cache, active, pool_cache)


def conv_relu_pool_backward(
    dout: Array, cache: Any, need_dx: bool = True
) -> tuple[Array | None, Array, Array]:
    """Return the gradients of x, w and b.

    Parameters
    ----------
    dout : (N, F, OH, OW) float array
    cache : tuple
        From `conv_relu_pool_forward`.
    need_dx : bool
        Whether the gradient of x is wanted.

    Returns
    -------
    dx : (N, C, H, W) float array, or None
    dw : (F, C, HH, WW) float array
    db : (F,) float array

    Examples
    --------
    >>> import numpy as np
    >>> x, w = np.array([1.0, -2.0]).reshape(1, 1, 1, 2), np.ones((1, 1, 1, 1))
    >>> pool_param = {"pool_height": 1, "pool_width": 2, "stride": 2}
    >>> conv_param = {"stride": 1, "pad": 0}
    >>> _, cache = conv_relu_pool_forward(x, w, np.zeros(1), conv_param, pool_param)
    >>> conv_relu_pool_backward(np.full((1, 1, 1, 1), 3.0), cache)[0]
    array([[[[3., 0.]]]])
    """
    conv_cache, relu_cache, pool_cache = cache
    dactive = max_pool_backward_fast(dout, pool_cache)
    return conv_backward_fast(relu_backward(dactive, relu_cache), conv_cache, need_dx)

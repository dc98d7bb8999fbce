"""Normalisation of images: by channel over the batch, or by group of channels per image."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.errors import explain
from cs231n_core.layers._inputs import matrix, parameter, refuse_empty, upstream
from cs231n_core.layers._running import BatchNormCache, gradients, normalize
from cs231n_core.layers._standardize import (
    epsilon,
    standardize,
    standardize_backward,
)

_PIXELS = (0, 2, 3)


class GroupNormCache(NamedTuple):
    """What `spatial_groupnorm_backward` needs; ``x_hat`` is (N, G, C / G, H, W)."""

    x_hat: Array
    gamma: Array
    inv_std: Array


def spatial_batchnorm_forward(
    x: Array, gamma: Array, beta: Array, bn_param: dict[str, Any]
) -> tuple[Array, BatchNormCache]:
    """Return images whose channels are normalised: every pixel of every image is an example.

    Parameters
    ----------
    x : (N, C, H, W) float array
    gamma, beta : (C,) float array
    bn_param : dict
        As for `batchnorm_forward`; the running statistics have shape (C,).

    Returns
    -------
    out : (N, C, H, W) float array
    cache : BatchNormCache

    Raises
    ------
    ValueError
        If the mode is unknown or a shape does not fit.

    References
    ----------
    Ioffe, Szegedy, "Batch Normalization", ICML 2015, section 3.2.

    Examples
    --------
    >>> x = np.array([1.0, 3.0]).reshape(1, 1, 1, 2)
    >>> out, _ = spatial_batchnorm_forward(x, np.ones(1), np.zeros(1), {"mode": "train"})
    >>> out.round(3)
    array([[[[-1.,  1.]]]])
    """
    where = "spatial_batchnorm_forward"
    x = matrix(where, "x", x, "(N, C, H, W)")
    channels, why = x.shape[1:2], f"x has {x.shape[1]} channels"
    gamma = parameter(where, "gamma", gamma, channels, why, x)
    beta = parameter(where, "beta", beta, channels, why, x)
    return normalize(where, x, gamma, beta, bn_param)


def spatial_batchnorm_backward(dout: Array, cache: BatchNormCache) -> tuple[Array, Array, Array]:
    """Return the gradients of x, gamma and beta.

    Parameters
    ----------
    dout : (N, C, H, W) float array
    cache : BatchNormCache
        From `spatial_batchnorm_forward`.

    Returns
    -------
    dx : (N, C, H, W) float array
    dgamma, dbeta : (C,) float array

    Examples
    --------
    >>> x = np.array([1.0, 3.0]).reshape(1, 1, 1, 2)
    >>> _, cache = spatial_batchnorm_forward(x, np.ones(1), np.zeros(1), {"mode": "train"})
    >>> spatial_batchnorm_backward(np.array([1.0, 4.0]).reshape(1, 1, 1, 2), cache)[2]
    array([5.])
    """
    return gradients(upstream("spatial_batchnorm_backward", dout, cache.x.shape), cache)


def spatial_groupnorm_forward(
    x: Array, gamma: Array, beta: Array, G: int, gn_param: Mapping[str, Any]
) -> tuple[Array, GroupNormCache]:
    """Return images of which every group of channels is normalised, each image for itself.

    With one group this is layer normalisation of an image, with C groups instance normalisation.

    Parameters
    ----------
    x : (N, C, H, W) float array
    gamma, beta : (1, C, 1, 1) float array
    G : int
        Number of groups, a divisor of C. Neighbouring channels form a group.
    gn_param : dict
        ``eps`` (default 1e-5).

    Returns
    -------
    out : (N, C, H, W) float array
    cache : GroupNormCache

    Raises
    ------
    ValueError
        If G does not divide C or a shape does not fit.

    References
    ----------
    Wu, He, "Group Normalization", ECCV 2018, section 3.1.

    Examples
    --------
    >>> x, ones = np.array([1.0, 3.0, 10.0, 50.0]).reshape(1, 4, 1, 1), np.ones((1, 4, 1, 1))
    >>> spatial_groupnorm_forward(x, ones, 0 * ones, 2, {})[0].round(3).ravel()
    array([-1.,  1., -1.,  1.])
    """
    where = "spatial_groupnorm_forward"
    x = matrix(where, "x", x, "(N, C, H, W)")
    refuse_empty(where, "x", x)
    images, channels, height, width = x.shape
    if operator.index(G) < 1 or channels % G:
        raise ValueError(explain(where, "G is", G, f"a divisor of {channels}, the channels of x"))
    shape, why = (1, channels, 1, 1), f"x has {channels} channels"
    gamma = parameter(where, "gamma", gamma, shape, why, x)
    beta = parameter(where, "beta", beta, shape, why, x)
    groups = np.ascontiguousarray(x).reshape(images, G, channels // G, height, width)
    x_hat, _, _, inv_std = standardize(groups, (2, 3, 4), epsilon(where, gn_param))
    return gamma * x_hat.reshape(x.shape) + beta, GroupNormCache(x_hat, gamma, inv_std)


def spatial_groupnorm_backward(dout: Array, cache: GroupNormCache) -> tuple[Array, Array, Array]:
    """Return the gradients of x, gamma and beta.

    Parameters
    ----------
    dout : (N, C, H, W) float array
    cache : GroupNormCache
        From `spatial_groupnorm_forward`.

    Returns
    -------
    dx : (N, C, H, W) float array
    dgamma, dbeta : (1, C, 1, 1) float array

    Examples
    --------
    >>> x, ones = np.array([1.0, 3.0, 10.0, 50.0]).reshape(1, 4, 1, 1), np.ones((1, 4, 1, 1))
    >>> _, cache = spatial_groupnorm_forward(x, ones, 0 * ones, 2, {})
    >>> spatial_groupnorm_backward(x, cache)[2].ravel()
    array([ 1.,  3., 10., 50.])
    """
    x_hat, gamma, inv_std = cache
    images, groups, size, height, width = x_hat.shape
    shape = (images, groups * size, height, width)
    dout = np.ascontiguousarray(upstream("spatial_groupnorm_backward", dout, shape))
    dx_hat = (dout * gamma).reshape(x_hat.shape)
    dx = standardize_backward(dx_hat, x_hat, inv_std, (2, 3, 4)).reshape(shape)
    dgamma = (dout * x_hat.reshape(shape)).sum(axis=_PIXELS, keepdims=True)
    return dx, dgamma, dout.sum(axis=_PIXELS, keepdims=True)

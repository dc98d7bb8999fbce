"""Batch normalisation of vectors: every feature gets the mean and spread that the net learns."""

from __future__ import annotations

from typing import Any

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.layers._inputs import matrix, parameter, upstream
from cs231n_core.layers._running import BatchNormCache, gradients, normalize


def batchnorm_forward(
    x: Array, gamma: Array, beta: Array, bn_param: dict[str, Any]
) -> tuple[Array, BatchNormCache]:
    """Return ``gamma * x_hat + beta`` with ``x_hat = (x - mean) / sqrt(var + eps)`` per feature.

    In mode ``"train"`` the mean and the (biased) variance are those of the batch, and the running
    ones move towards them: ``running = momentum * running + (1 - momentum) * batch``. In mode
    ``"test"`` the running ones are used and nothing changes, so that no example's output depends
    on the others in its batch. A batch of one has no spread: in mode train its output is ``beta``.

    Parameters
    ----------
    x : (N, D) float array
    gamma, beta : (D,) float array
    bn_param : dict
        ``mode`` ("train" or "test"), ``eps`` (default 1e-5), ``momentum`` (default 0.9),
        ``running_mean`` and ``running_var`` of shape (D,) (default zeros). In mode train the last
        two are replaced by new arrays, as CS231n does; this is the one argument that changes.

    Returns
    -------
    out : (N, D) float array
    cache : BatchNormCache

    Raises
    ------
    ValueError
        If the mode is unknown, a shape does not fit or there is no example.

    References
    ----------
    Ioffe, Szegedy, "Batch Normalization", ICML 2015, algorithm 1.

    Examples
    --------
    >>> x, bn_param = np.array([[1.0], [3.0]]), {"mode": "train", "momentum": 0.5}
    >>> out, _ = batchnorm_forward(x, np.array([10.0]), np.array([5.0]), bn_param)
    >>> out.round(3).ravel()
    array([-5., 15.])
    >>> bn_param["running_mean"], bn_param["running_var"]
    (array([1.]), array([0.5]))
    """
    where = "batchnorm_forward"
    x = matrix(where, "x", x, "(N, D)")
    features, why = x.shape[1:], f"x has {x.shape[1]} features"
    gamma = parameter(where, "gamma", gamma, features, why, x)
    beta = parameter(where, "beta", beta, features, why, x)
    return normalize(where, x, gamma, beta, bn_param)


def batchnorm_backward(dout: Array, cache: BatchNormCache) -> tuple[Array, Array, Array]:
    """Return the gradients of x, gamma and beta, node by node through the graph.

    After a forward pass in mode test the statistics are constants.

    Parameters
    ----------
    dout : (N, D) float array
    cache : BatchNormCache
        From `batchnorm_forward`.

    Returns
    -------
    dx : (N, D) float array
    dgamma, dbeta : (D,) float array

    Examples
    --------
    >>> _, cache = batchnorm_forward(np.eye(2), np.ones(2), np.zeros(2), {"mode": "train"})
    >>> dx, dgamma, dbeta = batchnorm_backward(np.array([[1.0, 2.0], [3.0, 5.0]]), cache)
    >>> dbeta
    array([4., 7.])
    """
    grads = batchnorm_backward_staged(dout, cache)
    return grads["dx"], grads["dgamma"], grads["dbeta"]


def batchnorm_backward_staged(dout: Array, cache: BatchNormCache) -> dict[str, Array]:
    """Return the gradient at every node of the graph of `batchnorm_forward`.

    Parameters
    ----------
    dout : (N, D) float array
    cache : BatchNormCache
        From `batchnorm_forward`.

    Returns
    -------
    grads : dict
        ``dbeta``, ``dgamma``, ``dvar``, ``dmu`` (D,); ``dxhat``, ``dx`` (N, D). ``dmu`` holds
        both ways to the mean: its own and the one through the variance.

    References
    ----------
    Ioffe, Szegedy, "Batch Normalization", ICML 2015, section 3.

    Examples
    --------
    >>> _, cache = batchnorm_forward(np.eye(2), np.ones(2), np.zeros(2), {"mode": "train"})
    >>> batchnorm_backward_staged(np.array([[1.0, 2.0], [3.0, 5.0]]), cache)["dbeta"]
    array([4., 7.])
    """
    x_hat, gamma, inv_std, frozen = cache.x_hat, cache.gamma, cache.inv_std, cache.frozen
    dout = upstream("batchnorm_backward", dout, x_hat.shape)
    dxhat = dout * gamma
    dx = dxhat * inv_std
    if frozen:
        dvar, dmu = np.zeros_like(gamma), np.zeros_like(gamma)
    else:
        centred = x_hat / inv_std
        dvar = (dxhat * centred).sum(axis=0) * (-0.5 * inv_std**3)
        dmu = -dx.sum(axis=0) - 2 * dvar * centred.mean(axis=0)
        dx += (2 * dvar * centred + dmu) / len(x_hat)
    return {
        "dbeta": dout.sum(axis=0),
        "dgamma": (dout * x_hat).sum(axis=0),
        "dxhat": dxhat,
        "dvar": dvar,
        "dmu": dmu,
        "dx": dx,
    }


def batchnorm_backward_alt(dout: Array, cache: BatchNormCache) -> tuple[Array, Array, Array]:
    """Return the gradients of x, gamma and beta from the simplified formula.

    ``dx = (dx_hat - mean(dx_hat) - x_hat * mean(dx_hat * x_hat)) / std``.

    Parameters
    ----------
    dout : (N, D) float array
    cache : BatchNormCache
        From `batchnorm_forward`.

    Returns
    -------
    dx : (N, D) float array
    dgamma, dbeta : (D,) float array

    Examples
    --------
    >>> _, cache = batchnorm_forward(np.eye(2), np.ones(2), np.zeros(2), {"mode": "train"})
    >>> dx, dgamma, dbeta = batchnorm_backward_alt(np.array([[1.0, 2.0], [3.0, 5.0]]), cache)
    >>> dbeta
    array([4., 7.])
    """
    return gradients(upstream("batchnorm_backward_alt", dout, cache.x.shape), cache)

"""Batch normalisation of vectors and images alike: statistics of the batch, or running ones."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from cs231n_core.arrays import Array, plain
from cs231n_core.errors import explain
from cs231n_core.kernels import active, batchnorm_numpy
from cs231n_core.layers._inputs import number, refuse_empty
from cs231n_core.layers._standardize import epsilon
from cs231n_core.probing import is_probing


class BatchNormCache(NamedTuple):
    """What the backward passes need; ``frozen`` if the statistics were the running ones.

    ``rest`` is what rounding left out of ``mean``.
    """

    x: Array
    gamma: Array
    mean: Array
    rest: Array
    inv_std: Array
    frozen: bool

    @property
    def x_hat(self) -> Array:
        """Return x with mean 0 and standard deviation 1, made anew instead of kept."""
        return batchnorm_numpy.standardized(self.x, self.mean, self.rest, self.inv_std)


def normalize(
    where: str, x: Array, gamma: Array, beta: Array, bn_param: dict[str, Any]
) -> tuple[Array, BatchNormCache]:
    """Normalise x as the mode of ``bn_param`` says, and update its running statistics.

    Parameters
    ----------
    where : str
        The layer that asks, for its errors.
    x : (N, C, ...) float array
        Axis 1 is the feature or channel axis; the statistics are taken over the others.
    gamma, beta : (C,) float array
    bn_param : dict
        See ``batchnorm_forward``. Nothing in it changes unless all of it is valid.

    Returns
    -------
    out : (N, C, ...) float array
    cache : BatchNormCache
    """
    refuse_empty(where, "x", x)
    dtype = np.result_type(x, gamma, beta)
    x, gamma, beta = (plain(array.astype(dtype, copy=False)) for array in (x, gamma, beta))
    mode, eps, momentum = bn_param.get("mode"), epsilon(where, bn_param), _momentum(where, bn_param)
    mean, var = (_running(where, name, x, bn_param) for name in ("running_mean", "running_var"))
    kernels = active().native or batchnorm_numpy
    if mode == "train":
        out, *batch = kernels.batchnorm_forward(x, gamma, beta, eps)
        batch_mean, rest, batch_var, inv_std = batch
        if not is_probing():
            new_mean = momentum * mean + (1 - momentum) * (batch_mean + rest)
            bn_param["running_mean"] = new_mean
            bn_param["running_var"] = momentum * var + (1 - momentum) * batch_var
        return out, BatchNormCache(x, gamma, batch_mean, rest, inv_std, False)
    if mode == "test":
        if np.any(var < 0):
            raise ValueError(
                explain(where, "running_var contains", float(var.min()), "variances, 0 or more")
            )
        inv_std = 1 / np.sqrt(var + x.dtype.type(eps))
        out = kernels.batchnorm_apply(x, gamma, beta, mean, inv_std)
        return out, BatchNormCache(x, gamma, mean, np.zeros_like(mean), inv_std, True)
    raise ValueError(explain(where, 'bn_param["mode"] is', repr(mode), "'train' or 'test'"))


def gradients(dout: Array, cache: BatchNormCache) -> tuple[Array, Array, Array]:
    """Return the gradients of x, gamma and beta.

    Parameters
    ----------
    dout : (N, C, ...) float array
        Of the shape of ``cache.x``.
    cache : BatchNormCache

    Returns
    -------
    dx : (N, C, ...) float array
    dgamma, dbeta : (C,) float array
    """
    native = active().native
    if native is None or dout.dtype != cache.x.dtype:
        return batchnorm_numpy.batchnorm_backward(dout, *cache)
    dx, dgamma, dbeta = native.batchnorm_backward(plain(dout), *cache)
    return dx, dgamma, dbeta


def _momentum(where: str, bn_param: dict[str, Any]) -> float:
    momentum = number(where, "momentum", bn_param.get("momentum", 0.9))
    if not 0 <= momentum <= 1:
        raise ValueError(
            explain(where, "momentum is", momentum, "0 to 1", "it is the share of the old value")
        )
    return momentum


def _running(where: str, name: str, x: Array, bn_param: dict[str, Any]) -> Array:
    stored = bn_param.get(name)
    features = x.shape[1]
    if stored is None:
        return np.zeros(features, x.dtype)
    value = plain(np.asarray(stored, x.dtype))
    if value.shape != (features,):
        raise ValueError(
            explain(
                where,
                f"{name} has shape",
                value.shape,
                f"({features},)",
                "a bn_param belongs to one layer",
            )
        )
    return value

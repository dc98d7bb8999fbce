"""The statistics of batch normalisation: the batch's in training, the running ones afterwards."""

from __future__ import annotations

from typing import Any

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.errors import explain
from cs231n_core.layers._inputs import number, refuse_empty
from cs231n_core.layers._standardize import Axes, epsilon, standardize
from cs231n_core.probing import is_probing


def normalize(
    where: str, x: Array, axes: Axes, bn_param: dict[str, Any]
) -> tuple[Array, Array, bool]:
    """Standardise x as the mode of ``bn_param`` says, and update its running statistics.

    Parameters
    ----------
    where : str
        The layer that asks, for its errors.
    x : (N, C, ...) float array
        Axis 1 is the feature or channel axis.
    axes : tuple of int
        All axes but 1.
    bn_param : dict
        See ``batchnorm_forward``. Nothing in it changes unless all of it is valid.

    Returns
    -------
    x_hat : (N, C, ...) float array
    inv_std : (C,) float array
    frozen : bool
        Whether the running statistics were used.
    """
    refuse_empty(where, "x", x)
    x = np.ascontiguousarray(x)
    mode, eps, momentum = bn_param.get("mode"), epsilon(where, bn_param), _momentum(where, bn_param)
    mean, var = (_running(where, name, x, bn_param) for name in ("running_mean", "running_var"))
    if mode == "train":
        x_hat, batch_mean, batch_var, inv_std = standardize(x, axes, eps)
        if is_probing():
            return x_hat, inv_std.ravel(), False
        new_mean = momentum * mean + (1 - momentum) * batch_mean.ravel()
        new_var = momentum * var + (1 - momentum) * batch_var.ravel()
        bn_param["running_mean"], bn_param["running_var"] = new_mean, new_var
        return x_hat, inv_std.ravel(), False
    if mode == "test":
        if np.any(var < 0):
            raise ValueError(
                explain(where, "running_var contains", float(var.min()), "variances, 0 or more")
            )
        inv_std = 1 / np.sqrt(var + x.dtype.type(eps))
        along = (1, -1, *(1,) * (x.ndim - 2))
        return (x - mean.reshape(along)) * inv_std.reshape(along), inv_std, True
    raise ValueError(explain(where, 'bn_param["mode"] is', repr(mode), "'train' or 'test'"))


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
    value = np.asarray(stored, x.dtype)
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

"""Divides by the root; extra entries in the cache."""

import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    mode, eps = bn_param["mode"], bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    zeros = np.zeros(x.shape[1], dtype=x.dtype)
    running_mean = bn_param.get("running_mean", zeros)
    running_var = bn_param.get("running_var", zeros.copy())
    if mode == "train":
        mean = x.sum(axis=0) / len(x)
        away = x - mean
        var = np.einsum("nd,nd->d", away, away) / len(x)
        bn_param.update(
            running_mean=momentum * running_mean + (1 - momentum) * mean,
            running_var=momentum * running_var + (1 - momentum) * var,
        )
    elif mode == "test":
        mean, var = running_mean, running_var
        away = x - mean
    else:
        raise ValueError("unknown mode")
    std = np.sqrt(var + eps)
    inv_std = 1 / std
    x_hat = away / std
    out = np.multiply(gamma, x_hat) + beta
    cache = {"x": x, "gamma": gamma, "mean": mean, "var": var}
    cache |= {"eps": eps, "inv_std": inv_std, "x_hat": x_hat}
    cache["mode"] = mode
    return out, cache

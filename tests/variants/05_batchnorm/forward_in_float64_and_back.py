"""Computes in float64 and casts back."""

import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    mode, eps = bn_param["mode"], bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    zeros = np.zeros(x.shape[1], dtype=x.dtype)
    running_mean = bn_param.get("running_mean", zeros)
    running_var = bn_param.get("running_var", zeros.copy())
    dtype, wide = x.dtype, x.astype(np.float64)
    if mode == "train":
        mean, var = wide.mean(axis=0), wide.var(axis=0)
        bn_param["running_mean"] = (momentum * running_mean + (1 - momentum) * mean).astype(dtype)
        bn_param["running_var"] = (momentum * running_var + (1 - momentum) * var).astype(dtype)
    elif mode == "test":
        mean, var = running_mean.astype(np.float64), running_var.astype(np.float64)
    else:
        raise ValueError(mode)
    inv_std = 1 / np.sqrt(var + eps)
    x_hat = ((wide - mean) * inv_std).astype(dtype)
    out = (gamma * x_hat + beta).astype(dtype)
    mean, var, inv_std = mean.astype(dtype), var.astype(dtype), inv_std.astype(dtype)
    cache = {"x": x, "gamma": gamma, "mean": mean, "var": var}
    cache |= {"eps": eps, "inv_std": inv_std, "x_hat": x_hat}
    return out, cache

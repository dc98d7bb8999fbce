"""Reads bn_param by itself and keeps copies."""

import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    mode, eps = bn_param["mode"], bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    zeros = np.zeros(x.shape[1], dtype=x.dtype)
    running_mean = bn_param.get("running_mean", zeros)
    running_var = bn_param.get("running_var", zeros.copy())
    if mode == "train":
        stacked = np.array(x, order="C")
        mean, var = stacked.mean(axis=0), np.var(stacked, axis=0, ddof=0)
        for key, new in (("running_mean", mean), ("running_var", var)):
            old = bn_param[key] if key in bn_param else np.zeros_like(new)
            bn_param[key] = old * momentum + new * (1 - momentum)
    elif mode == "test":
        mean, var = bn_param["running_mean"], bn_param["running_var"]
    else:
        raise ValueError(f"no such mode: {mode}")
    inv_std = 1 / (var + eps) ** 0.5
    x_hat = inv_std * (x - mean[None, :])
    out = gamma[None, :] * x_hat + beta[None, :]
    cache = {"x": x, "gamma": gamma, "mean": mean, "var": var}
    cache |= {"eps": eps, "inv_std": inv_std, "x_hat": x_hat}
    return out, cache

"""One column after the other."""

import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    mode, eps = bn_param["mode"], bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    zeros = np.zeros(x.shape[1], dtype=x.dtype)
    running_mean = bn_param.get("running_mean", zeros)
    running_var = bn_param.get("running_var", zeros.copy())
    if mode == "train":
        mean, var = np.empty_like(zeros), np.empty_like(zeros)
        for j in range(x.shape[1]):
            mean[j] = x[:, j].mean()
            var[j] = np.mean((x[:, j] - mean[j]) ** 2)
        bn_param["running_mean"] = running_mean + (1 - momentum) * (mean - running_mean)
        bn_param["running_var"] = running_var + (1 - momentum) * (var - running_var)
    elif mode == "test":
        mean, var = running_mean, running_var
    else:
        raise ValueError
    inv_std = 1 / np.sqrt(var + eps)
    x_hat, out = np.empty_like(x), np.empty_like(x)
    for j in range(x.shape[1]):
        x_hat[:, j] = (x[:, j] - mean[j]) * inv_std[j]
        out[:, j] = gamma[j] * x_hat[:, j] + beta[j]
    cache = {"x": x, "gamma": gamma, "mean": mean, "var": var}
    cache |= {"eps": eps, "inv_std": inv_std, "x_hat": x_hat}
    return out, cache

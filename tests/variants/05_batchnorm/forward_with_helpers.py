"""Helper functions and a mapping from mode to statistics."""

import numpy as np


def moments(x):
    mean = np.mean(x, axis=0)
    return mean, np.mean(np.square(x - mean), axis=0)


def blend(old, new, momentum):
    return momentum * old + (1 - momentum) * new


def batchnorm_forward(x, gamma, beta, bn_param):
    mode, eps = bn_param["mode"], bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    zeros = np.zeros(x.shape[1], dtype=x.dtype)
    running_mean = bn_param.get("running_mean", zeros)
    running_var = bn_param.get("running_var", zeros.copy())
    if mode == "train":
        mean, var = moments(x)
        bn_param["running_mean"] = blend(running_mean, mean, momentum)
        bn_param["running_var"] = blend(running_var, var, momentum)
    else:
        mean, var = {"test": (running_mean, running_var)}.get(mode, (None, None))
    if mean is None:
        raise ValueError(f"mode {mode}")
    inv_std = np.reciprocal(np.sqrt(var + eps))
    x_hat = (x - mean) * inv_std
    out = x_hat * gamma
    out += beta
    cache = {"x": x, "gamma": gamma, "mean": mean, "var": var}
    cache |= {"eps": eps, "inv_std": inv_std, "x_hat": x_hat}
    return out, cache

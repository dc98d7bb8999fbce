"""Skips eps where the variance is below it: 0 / 0 for a constant feature."""

ITEM = "batchnorm_forward"
FACET = "flat"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "NaN"


def batchnorm_forward(x, gamma, beta, bn_param):
    mode, eps = bn_param["mode"], bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    zeros = np.zeros(x.shape[1], dtype=x.dtype)
    running_mean = bn_param.get("running_mean", zeros)
    running_var = bn_param.get("running_var", zeros.copy())
    if mode == "train":
        mean, var = x.mean(axis=0), x.var(axis=0)
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
    elif mode == "test":
        mean, var = running_mean, running_var
    else:
        raise ValueError(f"batchnorm_forward: mode is {mode!r}")
    inv_std = 1 / np.sqrt(np.where(var > 1e-12, var + eps, var))
    x_hat = (x - mean) * inv_std
    out = gamma * x_hat + beta
    cache = {"x": x, "gamma": gamma, "mean": mean, "var": var}
    cache |= {"eps": eps, "inv_std": inv_std, "x_hat": x_hat}
    return out, cache

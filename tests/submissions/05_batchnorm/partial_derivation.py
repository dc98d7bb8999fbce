"""The derivation up to the variance, with its exponent wrong; nothing after it."""

DEFAULT = "untouched"
SCORES = {
    "batchnorm_forward": 8,
    "bn_identity_params": 2,
    "dbeta": 1,
    "dgamma": 1,
    "dxhat": 1,
    "dvar": 0,
}


def batchnorm_forward(x, gamma, beta, bn_param):
    mode, eps = bn_param["mode"], bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    zeros = np.zeros(x.shape[1], dtype=x.dtype)
    mean, var = bn_param.get("running_mean", zeros), bn_param.get("running_var", zeros)
    if mode == "train":
        running = momentum * mean, momentum * var
        mean, var = np.mean(x, axis=0), np.var(x, axis=0)
        bn_param["running_mean"] = running[0] + (1 - momentum) * mean
        bn_param["running_var"] = running[1] + (1 - momentum) * var
    elif mode != "test":
        raise ValueError(mode)
    inv_std = 1 / np.sqrt(var + eps)
    x_hat = (x - mean) * inv_std
    cache = {"x": x, "gamma": gamma, "mean": mean, "var": var}
    cache |= {"eps": eps, "inv_std": inv_std, "x_hat": x_hat}
    return gamma * x_hat + beta, cache


def bn_identity_params(x, eps=1e-5):
    return np.sqrt(np.var(x, axis=0) + eps), np.mean(x, axis=0)


def bn_dbeta(dout, cache):
    return np.sum(dout, axis=0)


def bn_dgamma(dout, cache):
    return np.sum(dout * cache["x_hat"], axis=0)


def bn_dxhat(dout, cache):
    return cache["gamma"] * dout


def bn_dvar(dxhat, cache):
    v = cache["var"] + cache["eps"]
    return -0.5 * np.sum(dxhat * (cache["x"] - cache["mean"]), axis=0) * v**-0.5

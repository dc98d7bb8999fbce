"""The forward pass is right in every visible check; running_var follows the standard deviation."""

# Of the forward pass's 28 parts: running statistics over time (5), and another eps (2), which looks
# at running_var too.
SCORES = {"batchnorm_forward": 6.0}


def batchnorm_forward(x, gamma, beta, bn_param):
    mode, eps = bn_param["mode"], bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    zeros = np.zeros(x.shape[1], dtype=x.dtype)
    mean, var = bn_param.get("running_mean", zeros), bn_param.get("running_var", zeros)
    if mode == "train":
        old_mean, old_std = mean, var
        mean, var = x.mean(axis=0), x.var(axis=0)
        bn_param["running_mean"] = momentum * old_mean + (1 - momentum) * mean
        bn_param["running_var"] = momentum * old_std + (1 - momentum) * np.sqrt(var)
    elif mode != "test":
        raise ValueError(mode)
    inv_std = 1 / np.sqrt(var + eps)
    x_hat = (x - mean) * inv_std
    cache = {"x": x, "gamma": gamma, "mean": mean, "var": var}
    cache |= {"eps": eps, "inv_std": inv_std, "x_hat": x_hat}
    return gamma * x_hat + beta, cache

"""The statistics over N, H and W, the gradients in one line."""

import numpy as np


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    c = x.shape[1]
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    mean = bn_param.get("running_mean", np.zeros(c, x.dtype))
    var = bn_param.get("running_var", np.zeros(c, x.dtype))
    if bn_param["mode"] == "train":
        old_mean, old_var = mean, var
        mean, var = x.mean(axis=(0, 2, 3)), x.var(axis=(0, 2, 3))
        bn_param["running_mean"] = momentum * old_mean + (1 - momentum) * mean
        bn_param["running_var"] = momentum * old_var + (1 - momentum) * var
    wide = [value.reshape(1, c, 1, 1) for value in (mean, var, gamma, beta)]
    x_hat = (x - wide[0]) / np.sqrt(wide[1] + eps)
    return wide[2] * x_hat + wide[3], (x_hat, gamma, var + eps)


def spatial_batchnorm_backward(dout, cache):
    n, c, h, w = dout.shape
    x_hat = cache.x_hat.reshape(n, h, w, c).transpose(0, 3, 1, 2)
    dgamma, dbeta = (dout * x_hat).sum(axis=(0, 2, 3)), dout.sum(axis=(0, 2, 3))
    size = n * h * w
    scale = (cache.gamma * cache.inv_std).reshape(1, c, 1, 1)
    rest = dbeta.reshape(1, c, 1, 1) + x_hat * dgamma.reshape(1, c, 1, 1)
    return scale * (dout - rest / size), dgamma, dbeta

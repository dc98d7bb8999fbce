"""moveaxis in both directions."""

import numpy as np


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    last = np.moveaxis(x, 1, -1)
    out, cache = batchnorm_forward(last.reshape(-1, x.shape[1]), gamma, beta, bn_param)
    return np.moveaxis(out.reshape(last.shape), -1, 1), cache


def spatial_batchnorm_backward(dout, cache):
    last = np.moveaxis(dout, 1, -1)
    dx, dgamma, dbeta = batchnorm_backward(last.reshape(-1, dout.shape[1]), cache)
    return np.moveaxis(dx.reshape(last.shape), -1, 1), dgamma, dbeta

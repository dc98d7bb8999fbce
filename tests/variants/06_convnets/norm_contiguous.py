"""Copies to contiguous arrays on the way."""

import numpy as np


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    n, c, h, w = x.shape
    rows = np.ascontiguousarray(np.transpose(x, [0, 2, 3, 1])).reshape((n * h * w, c))
    out, cache = batchnorm_forward(rows, gamma, beta, bn_param)
    return np.ascontiguousarray(np.transpose(out.reshape((n, h, w, c)), [0, 3, 1, 2])), cache


def spatial_batchnorm_backward(dout, cache):
    n, c, h, w = dout.shape
    rows = np.ascontiguousarray(np.transpose(dout, [0, 2, 3, 1])).reshape((n * h * w, c))
    dx, dgamma, dbeta = batchnorm_backward(rows, cache)
    return np.ascontiguousarray(np.transpose(dx.reshape((n, h, w, c)), [0, 3, 1, 2])), dgamma, dbeta

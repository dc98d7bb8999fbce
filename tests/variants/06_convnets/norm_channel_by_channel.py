"""One map after the other, each as a column of its own."""

import numpy as np


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    columns = np.stack([x[:, c].ravel() for c in range(x.shape[1])], axis=1)
    flat, cache = batchnorm_forward(columns, gamma, beta, bn_param)
    maps = [flat[:, c].reshape(x[:, 0].shape) for c in range(x.shape[1])]
    return np.stack(maps, axis=1), cache


def spatial_batchnorm_backward(dout, cache):
    columns = np.stack([dout[:, c].ravel() for c in range(dout.shape[1])], axis=1)
    flat, dgamma, dbeta = batchnorm_backward(columns, cache)
    maps = [flat[:, c].reshape(dout[:, 0].shape) for c in range(dout.shape[1])]
    return np.stack(maps, axis=1), dgamma, dbeta

"""Swaps axes one pair at a time."""

import numpy as np


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    swapped = x.swapaxes(1, 2).swapaxes(2, 3)
    rows = np.ascontiguousarray(swapped).reshape(-1, gamma.size)
    out, cache = batchnorm_forward(rows, gamma, beta, bn_param)
    return out.reshape(swapped.shape).swapaxes(2, 3).swapaxes(1, 2), cache


def spatial_batchnorm_backward(dout, cache):
    swapped = dout.swapaxes(1, 2).swapaxes(2, 3)
    rows = np.ascontiguousarray(swapped).reshape(-1, dout.shape[1])
    dx, dgamma, dbeta = batchnorm_backward(rows, cache)
    return dx.reshape(swapped.shape).swapaxes(2, 3).swapaxes(1, 2), dgamma, dbeta

"""Results that are views of larger or reversed arrays."""

import numpy as np


def leaky_relu_forward(x, alpha=0.01):
    big = np.zeros((2, *x.shape), dtype=x.dtype)
    big[1] = np.where(x > 0, x, alpha * x)
    return big[1], (x, alpha)


def leaky_relu_backward(dout, cache):
    x, alpha = cache
    dx = np.where(x > 0, dout, alpha * dout)
    return np.flip(np.flip(dx).copy())

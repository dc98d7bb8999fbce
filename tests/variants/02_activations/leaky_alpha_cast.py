"""alpha is cast to the dtype of x, the slope is cached."""

import numpy as np


def leaky_relu_forward(x, alpha=0.01):
    alpha = np.asarray(alpha, dtype=x.dtype)
    slope = np.ones_like(x)
    slope[x <= 0] = alpha
    return x * slope, slope


def leaky_relu_backward(dout, cache):
    return dout * cache

"""max(x, 0) + alpha min(x, 0)."""

import numpy as np


def leaky_relu_forward(x, alpha=0.01):
    return np.maximum(x, 0) + alpha * np.minimum(x, 0), (alpha, x > 0)


def leaky_relu_backward(dout, cache):
    alpha, positive = cache
    return dout * (positive + alpha * ~positive).astype(dout.dtype)

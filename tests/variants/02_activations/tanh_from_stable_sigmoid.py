"""tanh(x) = 2 sigmoid(2x) - 1."""

import numpy as np


def tanh_forward(x):
    e = np.exp(-2 * np.abs(x))
    out = np.where(x >= 0, 2 / (1 + e) - 1, 2 * e / (1 + e) - 1)
    return out, out


def tanh_backward(dout, cache):
    return dout * (1 - cache) * (1 + cache)

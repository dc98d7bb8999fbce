"""GELU entry by entry with math.erfc."""

import math

import numpy as np


def gelu_forward(x, alpha=1.0):
    out = np.empty_like(x)
    for i in np.ndindex(x.shape):
        out[i] = x[i] * 0.5 * math.erfc(-alpha * x[i] / math.sqrt(2))
    return out, (x, alpha)


def gelu_backward(dout, cache):
    x, alpha = cache
    dx = np.empty_like(x)
    for i in np.ndindex(x.shape):
        z = alpha * float(x[i])
        gate = 0.5 * math.erfc(-z / math.sqrt(2))
        dx[i] = dout[i] * (gate + z * math.exp(-z * z / 2) / math.sqrt(2 * math.pi))
    return dx

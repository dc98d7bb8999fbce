"""The sigmoid with two masks and indexed assignment."""

import numpy as np


def sigmoid_forward(x):
    out = np.empty_like(x)
    pos = x >= 0
    out[pos] = 1 / (1 + np.exp(-x[pos]))
    z = np.exp(x[~pos])
    out[~pos] = z / (1 + z)
    return out, (out,)


def sigmoid_backward(dout, cache):
    (s,) = cache
    return dout * (s - s**2)

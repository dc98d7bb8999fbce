"""The cache is a function."""

import numpy as np


def relu_forward(x):
    return np.maximum(x, 0), lambda dout: dout * (x > 0)


def relu_backward(dout, cache):
    return cache(dout)

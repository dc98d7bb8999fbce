"""The gate by np.heaviside."""

import numpy as np


def relu_forward(x):
    return np.fmax(0, x), x


def relu_backward(dout, cache):
    return dout * np.heaviside(cache, 0)

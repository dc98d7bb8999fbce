"""Where nothing is clipped, the input itself is returned."""

import numpy as np


def relu_forward(x):
    if np.all(x > 0):
        return x, x
    return np.maximum(0, x), x


def relu_backward(dout, cache):
    if np.all(cache > 0):
        return dout
    return dout * (cache > 0)

"""ReLU by clip, its gate by np.where."""

import numpy as np


def relu_forward(x):
    return x.clip(min=0), x > 0


def relu_backward(dout, cache):
    return np.where(cache, dout, np.zeros_like(dout))

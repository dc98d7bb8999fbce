"""The sigmoid with math.exp, one branch per sign."""

import math

import numpy as np


def one(value):
    if value >= 0:
        return 1 / (1 + math.exp(-value))
    return math.exp(value) / (1 + math.exp(value))


def sigmoid_forward(x):
    out = np.array([one(float(value)) for value in x.ravel()], dtype=x.dtype).reshape(x.shape)
    return out, out


def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

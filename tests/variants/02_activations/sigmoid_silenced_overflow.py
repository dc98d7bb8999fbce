"""The textbook formula; its harmless overflow is silenced on the spot."""

import numpy as np


def sigmoid_forward(x):
    with np.errstate(over="ignore"):
        out = 1 / (1 + np.exp(-x))
    return out, {"out": out}


def sigmoid_backward(dout, cache):
    out = cache["out"]
    return out * (1 - out) * dout

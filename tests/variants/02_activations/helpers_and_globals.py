"""Helper functions and constants beside the answers."""

import numpy as np

from collections import namedtuple

Gate = namedtuple("Gate", ["slope"])
CALLS = {"forward": 0}


def step(x):
    return (x > 0).astype(x.dtype)


def relu_forward(x):
    CALLS["forward"] += 1
    return np.maximum(x, x.dtype.type(0)), Gate(step(x))


def relu_backward(dout, cache):
    return dout * cache.slope

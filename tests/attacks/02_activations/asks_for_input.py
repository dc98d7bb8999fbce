"""Waits for somebody to type."""

DEFAULT = "untouched"
SCORES = {"relu": 0}


def relu_forward(x):
    input("points?")
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)

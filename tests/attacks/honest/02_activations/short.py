"""Honest work on one exercise."""

DEFAULT = "untouched"
SCORES = {"relu": 2}


def relu_forward(x):
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)

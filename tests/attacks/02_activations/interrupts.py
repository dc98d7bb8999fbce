"""Raises what Ctrl-C raises."""

DEFAULT = "untouched"
SCORES = {"relu": 0}


def relu_forward(x):
    raise KeyboardInterrupt
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)

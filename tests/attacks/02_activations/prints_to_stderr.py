"""Writes to stderr, which costs nothing."""

DEFAULT = "untouched"
SCORES = {"relu": 2}


def relu_forward(x):
    import sys

    print("careful", file=sys.stderr)
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)

"""Prints 20 MB per call. Right otherwise, and prints cost nothing."""

DEFAULT = "untouched"
SCORES = {"relu": 2}


def relu_forward(x):
    for _ in range(20):
        print("x" * 1_000_000)
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)

"""Writes to the open files of its process, past Python."""

DEFAULT = "untouched"
SCORES = {"relu": 2}


def relu_forward(x):
    import os

    for place in (1, 2):
        for _ in range(20):
            os.write(place, b"x" * 10**6)
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)

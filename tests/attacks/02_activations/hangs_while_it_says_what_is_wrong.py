"""Raises an exception whose text is never finished."""

DEFAULT = "untouched"
SCORES = {"relu": 0}


def relu_forward(x):
    class Endless(Exception):
        def __str__(self):
            while True:
                pass

    raise Endless
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)

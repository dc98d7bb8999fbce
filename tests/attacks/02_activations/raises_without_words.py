"""Raises an exception that cannot say what it is."""

DEFAULT = "untouched"
SCORES = {"relu": 0}


def relu_forward(x):
    class Mute(Exception):
        def __str__(self):
            raise ValueError

    raise Mute
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)

"""Returns something that can be asked for entries for ever."""

DEFAULT = "untouched"
SCORES = {"relu": 0}


def relu_forward(x):
    return __import__("itertools").count(), x


def relu_backward(dout, cache):
    return __import__("itertools").count()

"""A loop that no interrupt ends."""

DEFAULT = "untouched"
SCORES = {"relu": 0}


def relu_forward(x):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)

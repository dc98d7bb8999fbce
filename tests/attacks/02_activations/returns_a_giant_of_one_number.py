"""Returns an array of a trillion entries that are all the same one."""

DEFAULT = "untouched"
SCORES = {"relu": 0}


def relu_forward(x):
    return np.broadcast_to(np.float64(0), (10**6, 10**6)), x


def relu_backward(dout, cache):
    return np.broadcast_to(np.float64(0), (10**12,))

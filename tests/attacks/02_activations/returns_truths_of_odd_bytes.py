"""Returns truth values that are neither 0 nor 1."""

DEFAULT = "untouched"
SCORES = {"relu": 0}


def relu_forward(x):
    return np.full(x.shape, 255, np.uint8).view(bool), x


def relu_backward(dout, cache):
    return np.full(dout.shape, 2, np.uint8).view(bool)

"""Returns an array of records."""

DEFAULT = "untouched"
SCORES = {"relu": 0}


def relu_forward(x):
    return np.zeros(x.shape, [("a", "f8")]), x


def relu_backward(dout, cache):
    return np.zeros(dout.shape, [("a", "f8")])

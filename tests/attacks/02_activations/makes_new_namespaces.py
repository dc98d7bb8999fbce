"""Tries to be root in a world of its own. Full points say that it could not."""

DEFAULT = "untouched"
SCORES = {"relu": 2}


def relu_forward(x):
    import ctypes

    library = ctypes.CDLL(None)
    for flags in (0x10000000, 0x00020000, 0x20000000, 0x40000000):
        if library.unshare(flags) == 0 or library.syscall(56, flags | 17, 0, 0, 0, 0) > 0:
            return x + 1, x  # wrong: it could
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)

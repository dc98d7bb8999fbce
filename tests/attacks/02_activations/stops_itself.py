"""Stops itself instead of answering."""

DEFAULT = "untouched"
SCORES = {"relu": 2}


def relu_forward(x):
    import os
    import signal

    os.kill(os.getpid(), signal.SIGSTOP)
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)

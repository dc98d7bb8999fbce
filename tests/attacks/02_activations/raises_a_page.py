"""Raises a page with a script in place of a text."""

DEFAULT = "untouched"
SCORES = {"relu": 0}


def relu_forward(x):
    raise type("<script>alert(1)</script>", (Exception,), {})(
        "<img src=x onerror=alert(1)>\x1b[2J\x1b]0;mine\x07 $\\href{javascript:alert(1)}{x}$"
    )
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)

"""Gives thousands of warnings of great length."""

DEFAULT = "untouched"
SCORES = {"relu": 2}


def relu_forward(x):
    import warnings

    for place in range(200):
        warnings.warn(f"{place}" + "x" * 10_000)
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)

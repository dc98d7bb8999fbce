"""np.vectorize of a scalar function."""

import numpy as np


def leaky_relu_forward(x, alpha=0.01):
    leak = np.vectorize(lambda value: value if value > 0 else alpha * value, otypes=[x.dtype])
    return leak(x), (x, alpha)


def leaky_relu_backward(dout, cache):
    x, alpha = cache
    back = np.vectorize(lambda d, value: d if value > 0 else alpha * d, otypes=[x.dtype])
    return back(dout, x)

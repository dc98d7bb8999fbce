"""NumPy scalars in the formula, cast back to the dtype at the end."""

import numpy as np


def gelu_forward(x, alpha=1.0):
    return (x * normal_cdf(alpha * x)).astype(x.dtype), (x, alpha)


def gelu_backward(dout, cache):
    x, alpha = cache
    phi = np.exp(-np.square(alpha * x) / 2) / np.sqrt(2 * np.pi)
    return (dout * (normal_cdf(alpha * x) + alpha * x * phi)).astype(x.dtype)

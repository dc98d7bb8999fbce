"""tanh from expm1 of a negative number."""

import numpy as np


def tanh_forward(x):
    m = np.expm1(-2 * np.abs(x))
    out = np.copysign(-m / (2 + m), x)
    return out, out


def tanh_backward(dout, cache):
    return dout - dout * cache * cache

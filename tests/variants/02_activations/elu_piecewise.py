"""np.piecewise."""

import numpy as np


def elu_forward(x, alpha=1.0):
    return np.piecewise(x, [x > 0], [lambda v: v, lambda v: alpha * np.expm1(v)]), (x, alpha)


def elu_backward(dout, cache):
    x, alpha = cache
    return dout * np.piecewise(x, [x > 0], [1, lambda v: alpha * np.exp(v)])

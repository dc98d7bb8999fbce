"""x (1 + erf(alpha x / sqrt(2))) / 2 with math.erf."""

import math

import numpy as np

erf = np.vectorize(math.erf, otypes=[np.float64])


def gelu_forward(x, alpha=1.0):
    gate = (0.5 * (1 + erf(alpha * x / 2**0.5))).astype(x.dtype)
    return x * gate, (x, gate, alpha)


def gelu_backward(dout, cache):
    x, gate, alpha = cache
    z = alpha * x
    return dout * (gate + z * np.exp(-0.5 * z * z) / math.sqrt(2 * math.pi))

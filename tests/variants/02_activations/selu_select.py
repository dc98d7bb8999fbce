"""np.select and own copies."""

import numpy as np


def selu_forward(x):
    alpha, scale = 1.6732632423543772, 1.0507009873554805
    out = np.select([x > 0, x <= 0], [x, alpha * np.expm1(np.minimum(x, 0))]).astype(x.dtype)
    out *= scale
    return out, out


def selu_backward(dout, cache):
    alpha, scale = 1.6732632423543772, 1.0507009873554805
    out = cache
    dx = np.where(out > 0, scale, out + scale * alpha).astype(dout.dtype)
    dx *= dout
    return dx

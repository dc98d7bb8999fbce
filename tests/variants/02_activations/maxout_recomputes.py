"""Nothing but the inputs is cached: backward computes the pieces again, and returns views."""

import numpy as np


def maxout_forward(x, w, b):
    z = np.tensordot(x, w, axes=([1], [0])) + b
    return np.ascontiguousarray(z.max(axis=2).T).T, (x, w, b)


def maxout_backward(dout, cache):
    x, w, b = cache
    z = np.tensordot(x, w, axes=([1], [0])) + b
    top = z == z.max(axis=2, keepdims=True)
    first = top & (np.cumsum(top, axis=2) == 1)
    dz = dout[:, :, None] * first
    dx = np.tensordot(dz, w, axes=([1, 2], [1, 2]))
    dw = np.tensordot(dz, x, axes=([0], [0])).transpose(2, 0, 1)
    return dx, dw, dz.sum(0)

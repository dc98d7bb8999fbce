"""Channels are moved to the end, where alpha broadcasts by itself."""

import numpy as np


def prelu_forward(x, alpha):
    last = np.moveaxis(x, 1, -1)
    out = np.where(last > 0, last, alpha * last)
    return np.moveaxis(out, -1, 1), (x, alpha)


def prelu_backward(dout, cache):
    x, alpha = cache
    last, d = np.moveaxis(x, 1, -1), np.moveaxis(dout, 1, -1)
    dx = np.moveaxis(np.where(last > 0, d, alpha * d), -1, 1)
    each = np.where(last > 0, 0, last * d)
    return dx, each.sum(axis=tuple(range(each.ndim - alpha.ndim)))

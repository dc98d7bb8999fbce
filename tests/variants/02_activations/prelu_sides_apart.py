"""Positive and negative part, summed one axis at a time, a zero-dimensional dalpha."""

import numpy as np


def prelu_forward(x, alpha):
    a = alpha
    while a.ndim and a.ndim < x.ndim - 1:
        a = a[..., None]
    return np.maximum(x, 0) + a * np.minimum(x, 0), dict(x=x, a=a, shape=alpha.shape)


def prelu_backward(dout, cache):
    x, a = cache["x"], cache["a"]
    dx = dout * (x > 0) + a * dout * (x <= 0)
    total = dout * np.minimum(x, 0)
    for axis in reversed(range(x.ndim)):
        if axis != 1:
            total = total.sum(axis=axis)
    if cache["shape"] == ():
        total = np.asarray(total.sum())
    return dx, total

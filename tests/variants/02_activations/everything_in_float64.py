"""All of it computed in float64 and cast back, as a careful student would."""

import numpy as np


def sigmoid_forward(x):
    z = x.astype(np.float64)
    e = np.exp(-np.abs(z))
    out = np.where(z >= 0, 1 / (1 + e), e / (1 + e))
    return out.astype(x.dtype), (out, x.dtype)


def sigmoid_backward(dout, cache):
    out, dtype = cache
    return (dout * out * (1 - out)).astype(dtype)


def tanh_forward(x):
    out = np.tanh(x.astype(np.float64))
    return out.astype(x.dtype), (out, x.dtype)


def tanh_backward(dout, cache):
    out, dtype = cache
    return (dout * (1 - out**2)).astype(dtype)


def relu_forward(x):
    return np.maximum(x, 0.0), x


def relu_backward(dout, cache):
    return dout * np.float32(1) * (cache > 0)

"""PReLU channel by channel."""

import numpy as np


def prelu_forward(x, alpha):
    out = np.array(x)
    for c in range(x.shape[1]):
        a = alpha[c] if alpha.shape else alpha
        channel = x[:, c]
        out[:, c] = np.where(channel > 0, channel, a * channel)
    return out, (x, alpha)


def prelu_backward(dout, cache):
    x, alpha = cache
    dx = np.array(dout)
    dalpha = np.zeros_like(alpha)
    for c in range(x.shape[1]):
        a = alpha[c] if alpha.shape else alpha
        off = x[:, c] <= 0
        dx[:, c] = np.where(off, a * dout[:, c], dout[:, c])
        contribution = np.sum(dout[:, c][off] * x[:, c][off])
        if alpha.shape:
            dalpha[c] = contribution
        else:
            dalpha = dalpha + contribution
    return dx, dalpha

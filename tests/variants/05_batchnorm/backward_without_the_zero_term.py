"""Leaves out the second road to the mean, which is zero."""

import numpy as np


def batchnorm_backward(dout, cache):
    n, away, inv_std = len(dout), cache["x"] - cache["mean"], cache["inv_std"]
    dxhat = dout * cache["gamma"]
    dvar = np.sum(dxhat * away, axis=0) * -0.5 * inv_std**3
    dmu = -np.sum(dxhat * inv_std, axis=0)
    dx = dxhat * inv_std + dvar * 2 * away / n + dmu / n
    return dx, np.sum(dout * cache["x_hat"], axis=0), np.sum(dout, axis=0)

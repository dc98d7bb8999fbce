"""Writes into its own copies."""

import numpy as np


def bn_fold(w, b, gamma, beta, mean, var, eps=1e-5):
    w, b = np.array(w), np.array(b)
    s = gamma / np.sqrt(var + eps)
    w *= s[None, :] if w.ndim == 2 else s[:, None, None, None]
    b -= mean
    b *= s
    b += beta
    return w, b

"""One filter after the other."""

import numpy as np


def bn_fold(w, b, gamma, beta, mean, var, eps=1e-5):
    new_w, new_b = w.copy(), b.copy()
    for i in range(len(b)):
        s = gamma[i] / np.sqrt(var[i] + eps)
        if w.ndim == 2:
            new_w[:, i] *= s
        else:
            new_w[i] *= s
        new_b[i] = s * (b[i] - mean[i]) + beta[i]
    return new_w, new_b

"""Sums and a loop."""

import numpy as np


def bn_identity_params(x, eps=1e-5):
    gamma, beta = np.zeros(x.shape[1], x.dtype), np.zeros(x.shape[1], x.dtype)
    for j, column in enumerate(x.T):
        beta[j] = sum(column) / len(column)
        gamma[j] = (sum((column - beta[j]) ** 2) / len(column) + eps) ** 0.5
    return gamma, beta

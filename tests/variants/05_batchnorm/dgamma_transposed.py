"""A sum over the last axis of the transpose."""

import numpy as np


def bn_dgamma(dout, cache):
    return np.sum(dout.T * cache["x_hat"].T, axis=1)

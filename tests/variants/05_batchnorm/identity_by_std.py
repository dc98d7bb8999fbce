"""The standard deviation squared, plus eps."""

import numpy as np


def bn_identity_params(x, eps=1e-5):
    return np.sqrt(np.std(x, axis=0) ** 2 + eps), np.mean(x, axis=0)

"""A right triangle of std and root of eps."""

import numpy as np


def bn_identity_params(x, eps=1e-5):
    spread = x.std(axis=0)
    gamma = np.hypot(spread, np.full_like(spread, eps**0.5))
    return gamma, x.mean(axis=0)

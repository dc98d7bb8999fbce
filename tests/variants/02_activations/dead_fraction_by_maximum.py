"""The largest pre-activation of a unit tells; a NumPy scalar is returned."""

import numpy as np


def dead_fraction(pre, axis=0):
    top = pre.max(axis=axis)
    if np.any(np.isnan(top)):
        raise ValueError("NaN")
    return np.mean(top <= 0)

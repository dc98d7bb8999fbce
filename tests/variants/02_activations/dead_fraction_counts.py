"""Counting positives instead of asking for all."""

import numpy as np


def dead_fraction(pre, axis=0):
    if not np.isfinite(pre.sum()) and np.isnan(pre).sum() > 0:
        raise ValueError(f"pre has {np.isnan(pre).sum()} NaN")
    alive = np.count_nonzero(pre > 0, axis=axis)
    return 1 - np.count_nonzero(alive) / alive.size

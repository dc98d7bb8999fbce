"""A list first, then the mean, then the squares."""

import numpy as np


def bn_population_stats(batches):
    kept = [b.copy() for b in batches]
    n = sum(b.shape[0] for b in kept)
    mean = sum(b.sum(axis=0, dtype=np.float64) for b in kept) / n
    var = sum(((b - mean) ** 2).sum(axis=0) for b in kept) / n
    return mean.astype(kept[0].dtype), var.astype(kept[0].dtype)

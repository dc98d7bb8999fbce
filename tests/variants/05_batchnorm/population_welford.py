"""Row by row, after Welford."""

import numpy as np


def bn_population_stats(batches):
    n = 0
    for batch in batches:
        for row in batch.astype(np.float64):
            if n == 0:
                mean, total = np.zeros_like(row), np.zeros_like(row)
            n += 1
            step = row - mean
            mean = mean + step / n
            total = total + step * (row - mean)
        dtype = batch.dtype
    return mean.astype(dtype), (total / n).astype(dtype)

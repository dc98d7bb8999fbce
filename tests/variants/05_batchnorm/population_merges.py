"""One batch at a time, merged as Chan and others do, in float64."""

import numpy as np


def bn_population_stats(batches):
    n, mean, m2 = 0, 0.0, 0.0
    for x in batches:
        dtype, part = x.dtype, x.astype(np.float64)
        here, apart = len(part), part.mean(axis=0) - mean
        m2 = m2 + ((part - part.mean(axis=0)) ** 2).sum(axis=0)
        m2 = m2 + apart**2 * n * here / (n + here)
        mean = mean + apart * here / (n + here)
        n += here
    return mean.astype(dtype), (m2 / n).astype(dtype)

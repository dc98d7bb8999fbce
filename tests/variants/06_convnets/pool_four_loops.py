"""One window at a time."""

import numpy as np


def max_pool_forward_naive(x, pool_param):
    ph, pw, s = (pool_param[k] for k in ("pool_height", "pool_width", "stride"))
    n, c, h, w = x.shape
    oh, ow = (h - ph) // s + 1, (w - pw) // s + 1
    out = np.zeros((n, c, oh, ow), x.dtype)
    for a in range(n):
        for k in range(c):
            for i in range(oh):
                for j in range(ow):
                    out[a, k, i, j] = np.max(x[a, k, i * s : i * s + ph, j * s : j * s + pw])
    return out, (x, pool_param)

"""The place of the maximum by divmod."""

import numpy as np


def max_pool_backward_naive(dout, cache):
    x, pool_param = cache
    ph, pw, s = (pool_param[k] for k in ("pool_height", "pool_width", "stride"))
    n, c, h, w = x.shape
    oh, ow = dout.shape[2:]
    dx = np.zeros(x.shape, x.dtype)
    for a, k, i, j in np.ndindex(n, c, oh, ow):
        window = x[a, k, i * s : i * s + ph, j * s : j * s + pw]
        p, q = divmod(int(np.argmax(window)), pw)
        dx[a, k, i * s + p, j * s + q] += dout[a, k, i, j]
    return dx

"""Prints, and stacks a list."""

import numpy as np


def max_pool_forward_naive(x, pool_param):
    ph, pw, s = (pool_param[k] for k in ("pool_height", "pool_width", "stride"))
    n, c, h, w = x.shape
    oh, ow = (h - ph) // s + 1, (w - pw) // s + 1
    print("pooling", x.shape)
    found = [
        x[:, :, i * s : i * s + ph, j * s : j * s + pw].max((2, 3))
        for i in range(oh)
        for j in range(ow)
    ]
    out = np.stack(found, axis=-1).reshape(n, c, oh, ow)
    return out, (x, pool_param)

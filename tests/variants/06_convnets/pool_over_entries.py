"""The running maximum over the window's entries."""

import numpy as np


def max_pool_forward_naive(x, pool_param):
    ph, pw, s = (pool_param[k] for k in ("pool_height", "pool_width", "stride"))
    n, c, h, w = x.shape
    oh, ow = (h - ph) // s + 1, (w - pw) // s + 1
    out = np.full((n, c, oh, ow), -np.inf, dtype=x.dtype)
    for p, q in np.ndindex(ph, pw):
        out = np.maximum(out, x[:, :, p : p + s * (oh - 1) + 1 : s, q : q + s * (ow - 1) + 1 : s])
    return out, (x, pool_param)

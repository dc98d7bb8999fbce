"""Windows as a view."""

import numpy as np


def max_pool_forward_naive(x, pool_param):
    ph, pw, s = (pool_param[k] for k in ("pool_height", "pool_width", "stride"))
    n, c, h, w = x.shape
    oh, ow = (h - ph) // s + 1, (w - pw) // s + 1
    view = np.lib.stride_tricks.sliding_window_view(x, (ph, pw), axis=(2, 3))
    out = view[:, :, ::s, ::s].max(axis=(-2, -1))
    return out, (x, pool_param)

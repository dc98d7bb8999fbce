"""One multiplication at a time."""

import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    (n, c, h, w_), (f, _, hh, ww) = x.shape, w.shape
    if (h + 2 * pad - hh) % stride or (w_ + 2 * pad - ww) % stride:
        raise ValueError("does not tile")
    oh, ow = 1 + (h + 2 * pad - hh) // stride, 1 + (w_ + 2 * pad - ww) // stride
    x_pad = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    out = np.zeros((n, f, oh, ow), dtype=x.dtype)
    for a, k, i, j in np.ndindex(n, f, oh, ow):
        total = b[k]
        for ch, p, q in np.ndindex(c, hh, ww):
            total = total + x_pad[a, ch, i * stride + p, j * stride + q] * w[k, ch, p, q]
        out[a, k, i, j] = total
    return out, (x, w, b, conv_param)

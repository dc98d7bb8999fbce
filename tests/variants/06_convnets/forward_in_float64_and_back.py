"""Computes in float64 and returns the input's dtype."""

import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    (n, c, h, w_), (f, _, hh, ww) = x.shape, w.shape
    if (h + 2 * pad - hh) % stride or (w_ + 2 * pad - ww) % stride:
        raise ValueError("does not tile")
    oh, ow = 1 + (h + 2 * pad - hh) // stride, 1 + (w_ + 2 * pad - ww) // stride
    x_pad = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    big, wide = x_pad.astype(np.float64), w.astype(np.float64)
    out = np.empty((n, f, oh, ow))
    for i, j in np.ndindex(oh, ow):
        top, left = i * stride, j * stride
        out[:, :, i, j] = (
            np.tensordot(big[:, :, top : top + hh, left : left + ww], wide, ((1, 2, 3), (1, 2, 3)))
            + b
        )
    out = out.astype(x.dtype)
    return out, (x, w, b, conv_param)

"""Loops over the filter's entries instead of the places."""

import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    (n, c, h, w_), (f, _, hh, ww) = x.shape, w.shape
    if (h + 2 * pad - hh) % stride or (w_ + 2 * pad - ww) % stride:
        raise ValueError("does not tile")
    oh, ow = 1 + (h + 2 * pad - hh) // stride, 1 + (w_ + 2 * pad - ww) // stride
    x_pad = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    out = np.zeros((n, f, oh, ow), x.dtype)
    for p in range(hh):
        for q in range(ww):
            part = x_pad[:, :, p : p + stride * oh : stride, q : q + stride * ow : stride]
            out += np.tensordot(part, w[:, :, p, q], axes=(1, 1)).transpose(0, 3, 1, 2)
    out += b[None, :, None, None]
    return out, (x, w, b, conv_param)

"""Loops over images, filters and places."""

import numpy as np


def conv_backward_naive(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    (n, c, h, w_), (f, _, hh, ww) = x.shape, w.shape
    oh, ow = dout.shape[2:]
    x_pad = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dx_pad = np.zeros_like(x_pad)
    dw = np.zeros_like(w)
    db = np.zeros_like(b)
    for a, k, i, j in np.ndindex(*dout.shape):
        d = dout[a, k, i, j]
        place = (
            a,
            slice(None),
            slice(i * stride, i * stride + hh),
            slice(j * stride, j * stride + ww),
        )
        dx_pad[place] += d * w[k]
        dw[k] += d * x_pad[place]
        db[k] += d
    return dx_pad[:, :, pad : h + pad, pad : w_ + pad], dw, db

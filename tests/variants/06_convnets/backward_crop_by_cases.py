"""Cuts the padding off only where there is some."""

import numpy as np


def conv_backward_naive(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    (n, c, h, w_), (f, _, hh, ww) = x.shape, w.shape
    oh, ow = dout.shape[2:]
    x_pad = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dx_pad = np.zeros_like(x_pad)
    dw = np.zeros_like(w)
    for i, j in np.ndindex(oh, ow):
        top, left = i * stride, j * stride
        for k in range(f):
            d = dout[:, k, i, j][:, None, None, None]
            dx_pad[:, :, top : top + hh, left : left + ww] += w[k][None] * d
            dw[k] += np.sum(x_pad[:, :, top : top + hh, left : left + ww] * d, axis=0)
    dx = dx_pad[:, :, pad:-pad, pad:-pad] if pad > 0 else dx_pad
    return dx, dw, np.sum(dout, axis=(0, 2, 3))

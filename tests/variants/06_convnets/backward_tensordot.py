"""All filters of a place at once."""

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
        d = dout[:, :, i, j]
        dx_pad[:, :, top : top + hh, left : left + ww] += np.tensordot(d, w, axes=(1, 0))
        dw += np.tensordot(d, x_pad[:, :, top : top + hh, left : left + ww], axes=(0, 0))
    db = np.einsum("nfij->f", dout)
    return dx_pad[:, :, pad : h + pad, pad : w_ + pad], dw, db

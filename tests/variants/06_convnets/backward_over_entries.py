"""Loops over the filter's entries."""

import numpy as np


def conv_backward_naive(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    (n, c, h, w_), (f, _, hh, ww) = x.shape, w.shape
    oh, ow = dout.shape[2:]
    x_pad = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dx_pad = np.zeros_like(x_pad)
    dw = np.zeros_like(w)
    for p, q in np.ndindex(hh, ww):
        rows = slice(p, p + stride * oh, stride)
        columns = slice(q, q + stride * ow, stride)
        dw[:, :, p, q] = np.einsum("nfij,ncij->fc", dout, x_pad[:, :, rows, columns])
        dx_pad[:, :, rows, columns] += np.einsum("nfij,fc->ncij", dout, w[:, :, p, q])
    db = dout.sum((0, 2, 3))
    return dx_pad[:, :, pad : h + pad, pad : w_ + pad], dw, db

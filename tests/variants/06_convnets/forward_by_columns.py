"""A list of windows and a matrix product."""

import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    (n, c, h, w_), (f, _, hh, ww) = x.shape, w.shape
    if (h + 2 * pad - hh) % stride or (w_ + 2 * pad - ww) % stride:
        raise ValueError("does not tile")
    oh, ow = 1 + (h + 2 * pad - hh) // stride, 1 + (w_ + 2 * pad - ww) // stride
    x_pad = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = [
        x_pad[:, :, i * stride : i * stride + hh, j * stride : j * stride + ww].reshape(n, -1)
        for i in range(oh)
        for j in range(ow)
    ]
    flat = np.stack(windows, axis=1) @ w.reshape(f, -1).T + b
    out = flat.transpose(0, 2, 1).reshape(n, f, oh, ow)
    return out, (x, w, b, conv_param)

"""One affine map per piece and a running maximum."""

import numpy as np


def maxout_forward(x, w, b):
    out = x @ w[:, :, 0] + b[:, 0]
    winner = np.zeros(out.shape, dtype=np.int8)
    for p in range(1, w.shape[2]):
        z = x @ w[:, :, p] + b[:, p]
        better = z > out
        out = np.where(better, z, out)
        winner[better] = p
    return out, (x, w, b, winner)


def maxout_backward(dout, cache):
    x, w, b, winner = cache
    dx, dw, db = np.zeros_like(x), np.zeros_like(w), np.zeros_like(b)
    for p in range(w.shape[2]):
        d = dout * (winner == p)
        dx += d @ w[:, :, p].T
        dw[:, :, p] = x.T @ d
        db[:, p] = d.sum(axis=0)
    return dx, dw, db

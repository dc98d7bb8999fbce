"""Maxout with three loops."""

import numpy as np


def maxout_forward(x, w, b):
    n, (d, m, k) = x.shape[0], w.shape
    out = np.zeros((n, m), dtype=x.dtype)
    winner = np.zeros((n, m), dtype=int)
    for i in range(n):
        for j in range(m):
            best = None
            for p in range(k):
                z = b[j, p]
                for q in range(d):
                    z = z + x[i, q] * w[q, j, p]
                if best is None or z > best:
                    best, winner[i, j] = z, p
            out[i, j] = best
    return out, (x, w, winner)


def maxout_backward(dout, cache):
    x, w, winner = cache
    dx, dw = np.zeros_like(x), np.zeros_like(w)
    db = np.zeros(w.shape[1:], dtype=w.dtype)
    for i in range(x.shape[0]):
        for j in range(w.shape[1]):
            p = winner[i, j]
            dx[i] += dout[i, j] * w[:, j, p]
            dw[:, j, p] += dout[i, j] * x[i]
            db[j, p] += dout[i, j]
    return dx, dw, db

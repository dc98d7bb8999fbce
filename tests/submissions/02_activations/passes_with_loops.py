"""Correct and slow: element by element in Python. No grade depends on speed."""

import math


def sigmoid_forward(x):
    out = np.empty_like(x)
    flat_in, flat_out = x.reshape(-1), out.reshape(-1)
    for i in range(flat_in.size):
        value = float(flat_in[i])
        if value >= 0:
            flat_out[i] = 1 / (1 + math.exp(-value))
        else:
            flat_out[i] = math.exp(value) / (1 + math.exp(value))
    out = flat_out.reshape(x.shape)
    return out, out


def relu_forward(x):
    out = np.zeros(x.shape, dtype=x.dtype)
    for place in np.ndindex(*x.shape):
        if x[place] > 0:
            out[place] = x[place]
    return out, x.copy()


def relu_backward(dout, cache):
    dx = np.zeros(cache.shape, dtype=cache.dtype)
    for place in np.ndindex(*cache.shape):
        if cache[place] > 0:
            dx[place] = dout[place]
    return dx


def maxout_forward(x, w, b):
    N, (D, M, k) = x.shape[0], w.shape
    out = np.empty((N, M), dtype=x.dtype)
    winner = np.zeros((N, M), dtype=int)
    for n in range(N):
        for m in range(M):
            pieces = [float(np.dot(x[n], w[:, m, j]) + b[m, j]) for j in range(k)]
            winner[n, m] = pieces.index(max(pieces))
            out[n, m] = max(pieces)
    return out, (x, w, winner)


def maxout_backward(dout, cache):
    x, w, winner = cache
    dx, dw = np.zeros(x.shape, x.dtype), np.zeros(w.shape, w.dtype)
    db = np.zeros(w.shape[1:], w.dtype)
    for n in range(x.shape[0]):
        for m in range(w.shape[1]):
            j = winner[n, m]
            dx[n] += dout[n, m] * w[:, m, j]
            dw[:, m, j] += dout[n, m] * x[n]
            db[m, j] += dout[n, m]
    return dx, dw, db


def dead_fraction(pre, axis=0):
    if any(math.isnan(v) for v in pre.reshape(-1).tolist()):
        raise ValueError("NaN in the pre-activations")
    axes = (axis,) if isinstance(axis, int) else tuple(axis)
    axes = tuple(a % pre.ndim for a in axes)
    keep = [a for a in range(pre.ndim) if a not in axes]
    units = np.transpose(pre, keep + list(axes)).reshape(
        int(np.prod([pre.shape[a] for a in keep], dtype=int)), -1
    )
    dead = 0
    for unit in units:
        if max(unit.tolist()) <= 0:
            dead += 1
    return dead / len(units)

"""The core's text, pasted, under another name: a copy, and named as one."""

DEFAULT = "untouched"
SCORES = {"maxout": 5}


from cs231n_core.layers import maxout as _src

matrix, refuse_empty, shaped, upstream = _src.matrix, _src.refuse_empty, _src.shaped, _src.upstream


def _explain(*a):
    return " ".join(map(str, a))


def _piecewise(x, w, b):
    x = matrix("maxout_forward", "x", x, "(N, D)")
    w = matrix("maxout_forward", "w", w, "(D, M, k)")
    refuse_empty("maxout_forward", "x", x)
    units, pieces = w.shape[1:]
    if w.shape[0] != x.shape[1] or pieces == 0:
        raise ValueError(
            _explain(
                "maxout_forward",
                "w has shape",
                w.shape,
                f"({x.shape[1]}, M, k) with k >= 1",
                f"x has {x.shape[1]} columns",
            )
        )
    b = shaped("maxout_forward", "b", b, (units, pieces), f"w has shape {w.shape}")
    z = (x @ w.reshape(x.shape[1], units * pieces)).reshape(-1, units, pieces) + b
    winner = z.argmax(axis=2)
    return np.take_along_axis(z, winner[..., None], axis=2)[..., 0], (x, w, winner)


def _pieceback(dout, cache):
    x, w, winner = cache
    dout = upstream("maxout_backward", dout, winner.shape)
    depth, units, pieces = w.shape
    dz = np.zeros((*winner.shape, pieces), dout.dtype)
    np.put_along_axis(dz, winner[..., None], dout[..., None], axis=2)
    flat = dz.reshape(len(x), units * pieces)
    dx = flat @ w.reshape(depth, units * pieces).T
    dw = (x.T @ flat).reshape(w.shape)
    return dx, dw, dz.sum(axis=0)


def maxout_forward(x, w, b):
    return _piecewise(x, w, b)


def maxout_backward(dout, cache):
    return _pieceback(dout, cache)

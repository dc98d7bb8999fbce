"""All right, with the prints of somebody who debugged: on stdout and on stderr."""

import sys


def relu_forward(x):
    print("relu_forward got", x.shape, x.dtype)
    print("is this going to stderr?", file=sys.stderr)
    out = np.maximum(0, x)
    print(out)
    return out, x


def relu_backward(dout, cache):
    print("relu_backward:", type(cache))
    return dout * (cache > 0)


def dead_fraction(pre, axis=0):
    if np.isnan(pre).any():
        print("NaN!!", file=sys.stderr)
        raise ValueError("NaN")
    off = pre <= 0
    print(off.mean())
    return float(off.all(axis=axis).mean())

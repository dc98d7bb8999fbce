"""Own copies, changed by boolean masks."""

import numpy as np


def leaky_relu_forward(x, alpha=0.01):
    out = np.array(x, copy=True)
    out[x <= 0] *= alpha
    return out, {"x": x, "alpha": alpha}


def leaky_relu_backward(dout, cache):
    dx = np.array(dout, copy=True)
    dx[cache["x"] <= 0] *= cache["alpha"]
    return dx

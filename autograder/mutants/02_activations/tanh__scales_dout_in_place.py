"""Backward multiplies the upstream gradient in place."""

ITEM = "tanh"
FACET = "pure"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "copy"


def tanh_backward(dout, cache):
    dout *= 1 - cache**2
    return dout

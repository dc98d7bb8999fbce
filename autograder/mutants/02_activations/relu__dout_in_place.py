"""Backward zeroes the entries of dout in place."""

ITEM = "relu"
FACET = "pure"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "dout"


def relu_backward(dout, cache):
    dout[cache <= 0] = 0
    return dout

"""Backward forgets the gate."""

ITEM = "relu"
FACET = "gradient"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "dout itself"


def relu_backward(dout, cache):
    return dout.copy()

"""Backward passes dout on both sides."""

ITEM = "leaky_relu"
FACET = "gradient"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "ignored"


def leaky_relu_backward(dout, cache):
    return dout.copy()

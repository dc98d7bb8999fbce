"""Backward returns the slope without the upstream gradient."""

ITEM = "tanh"
FACET = "gradient"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "not multiplied by dout"


def tanh_backward(dout, cache):
    return 1 - cache**2

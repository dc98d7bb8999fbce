"""Backward returns the slope without the upstream gradient."""

ITEM = "sigmoid"
FACET = "gradient"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "not multiplied by dout"


def sigmoid_backward(dout, cache):
    return cache * (1 - cache)

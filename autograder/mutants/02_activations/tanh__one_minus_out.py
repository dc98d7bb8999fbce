"""The slope is 1 - out."""

ITEM = "tanh"
FACET = "gradient"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "square"


def tanh_backward(dout, cache):
    return dout * (1 - cache)

"""Backward is that of ReLU."""

ITEM = "leaky_relu"
FACET = "gradient"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "ReLU"


def leaky_relu_backward(dout, cache):
    x, alpha = cache
    return dout * (x > 0)

"""The slope is taken for out instead of out * (1 - out)."""

ITEM = "sigmoid"
FACET = "gradient"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "factor (1 - out)"


def sigmoid_backward(dout, cache):
    return dout * cache

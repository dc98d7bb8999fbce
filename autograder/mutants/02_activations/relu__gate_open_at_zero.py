"""The gate is x >= 0 in backward."""

ITEM = "relu"
FACET = "zero"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "x = 0"


def relu_backward(dout, cache):
    return dout * (cache >= 0)

"""Negative entries are overwritten in the input itself."""

ITEM = "relu"
FACET = "pure"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "copy"


def relu_forward(x):
    x[x < 0] = 0
    return x, x

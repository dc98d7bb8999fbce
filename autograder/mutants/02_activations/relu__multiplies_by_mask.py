"""x * (x > 0) is 0 * -inf = NaN."""

ITEM = "relu"
FACET = "infinities"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "NaN"


def relu_forward(x):
    return x * (x > 0), x

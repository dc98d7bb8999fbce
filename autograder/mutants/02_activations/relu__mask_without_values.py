"""Forward returns where x > 0, not x."""

ITEM = "relu"
FACET = "forward"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "mask"


def relu_forward(x):
    return (x > 0).astype(x.dtype), x

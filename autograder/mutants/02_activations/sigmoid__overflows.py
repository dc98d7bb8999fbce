"""exp(-x) overflows for very negative x."""

ITEM = "sigmoid"
FACET = "quiet"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "overflow"


def sigmoid_forward(x):
    out = 1 / (1 + np.exp(-x))
    return out, out

"""alpha multiplies positive entries too."""

ITEM = "prelu"
FACET = "forward"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "both sides"


def prelu_forward(x, alpha):
    slope = alpha.reshape(alpha.shape + (1,) * (x.ndim - 2)) if alpha.ndim else alpha
    return slope * x, (x, slope, alpha.shape)

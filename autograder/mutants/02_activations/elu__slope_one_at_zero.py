"""Backward takes the slope of the positive side at 0."""

ITEM = "elu"
FACET = "zero"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "x = 0"


def elu_backward(dout, cache):
    x, alpha = cache
    return dout * np.where(x >= 0, 1, alpha * np.exp(np.minimum(x, 0)))

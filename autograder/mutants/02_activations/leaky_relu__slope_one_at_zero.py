"""Backward takes the slope of the positive side at 0."""

ITEM = "leaky_relu"
FACET = "zero"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "x = 0"


def leaky_relu_backward(dout, cache):
    x, alpha = cache
    return np.where(x >= 0, dout, alpha * dout)

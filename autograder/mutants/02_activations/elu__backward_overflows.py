"""Backward evaluates the exponential where x is large and positive."""

ITEM = "elu"
FACET = "quiet_gradient"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "overflow"


def elu_backward(dout, cache):
    x, alpha = cache
    return dout * np.where(x > 0, 1, alpha * np.exp(x))

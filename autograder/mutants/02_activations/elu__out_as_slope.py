"""Backward uses out as the slope on the left."""

ITEM = "elu"
FACET = "gradient"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "out itself"


def elu_backward(dout, cache):
    x, alpha = cache
    return dout * np.where(x > 0, 1, alpha * np.expm1(np.minimum(x, 0)))

"""dalpha keeps height and width: right for (N, C) only."""

ITEM = "prelu"
FACET = "channels"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "batch only"


def prelu_backward(dout, cache):
    x, slope, alpha_shape = cache
    dx = np.where(x > 0, dout, slope * dout)
    each = dout * np.minimum(x, 0)
    return dx, each.sum(axis=0) if alpha_shape else each.sum()

"""alpha broadcasts over the last axis: right for (N, C) only."""

ITEM = "prelu"
FACET = "channels"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "last axis"


def prelu_forward(x, alpha):
    return np.where(x > 0, x, alpha * x), (x, alpha)


def prelu_backward(dout, cache):
    x, alpha = cache
    shared = tuple(range(x.ndim - alpha.ndim))
    return np.where(x > 0, dout, alpha * dout), np.sum(dout * np.minimum(x, 0), axis=shared)

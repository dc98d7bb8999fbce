"""dalpha sums over all entries."""

ITEM = "prelu"
FACET = "dalpha"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "all entries"


def prelu_backward(dout, cache):
    x, slope, alpha_shape = cache
    shared = tuple(a for a in range(x.ndim) if a != 1 or not alpha_shape)
    return np.where(x > 0, dout, slope * dout), np.sum(dout * x, axis=shared)

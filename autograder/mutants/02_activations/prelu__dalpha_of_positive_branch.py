"""dalpha sums over x > 0."""

ITEM = "prelu"
FACET = "dalpha"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "positive branch"


def prelu_backward(dout, cache):
    x, slope, alpha_shape = cache
    shared = tuple(a for a in range(x.ndim) if a != 1 or not alpha_shape)
    return np.where(x > 0, dout, slope * dout), np.sum(dout * np.maximum(x, 0), axis=shared)

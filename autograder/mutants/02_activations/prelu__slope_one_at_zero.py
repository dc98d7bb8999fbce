"""Backward takes the slope of the positive side at 0."""

ITEM = "prelu"
FACET = "zero"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "x = 0"


def prelu_backward(dout, cache):
    x, slope, alpha_shape = cache
    shared = tuple(a for a in range(x.ndim) if a != 1 or not alpha_shape)
    dalpha = np.sum(dout * np.minimum(x, 0), axis=shared)
    return np.where(x >= 0, dout, slope * dout), dalpha

"""Backward returns (dalpha, dx)."""

ITEM = "prelu"
FACET = "dx"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "order"


def prelu_backward(dout, cache):
    x, slope, alpha_shape = cache
    shared = tuple(a for a in range(x.ndim) if a != 1 or not alpha_shape)
    dalpha = np.sum(dout * np.minimum(x, 0), axis=shared)
    return dalpha, np.where(x > 0, dout, slope * dout)

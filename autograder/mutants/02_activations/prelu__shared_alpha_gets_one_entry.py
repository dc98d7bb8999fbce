"""The gradient of a scalar alpha has shape (1,)."""

ITEM = "prelu"
FACET = "shared"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "shape"


def prelu_backward(dout, cache):
    x, slope, alpha_shape = cache
    shared = tuple(a for a in range(x.ndim) if a != 1 or not alpha_shape)
    dalpha = np.sum(dout * np.minimum(x, 0), axis=shared)
    return np.where(x > 0, dout, slope * dout), np.atleast_1d(dalpha)

"""A squeeze drops the channel axis when there is one channel."""

ITEM = "prelu"
FACET = "single"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "shape"


def prelu_backward(dout, cache):
    x, slope, alpha_shape = cache
    shared = tuple(a for a in range(x.ndim) if a != 1 or not alpha_shape)
    dalpha = np.sum(dout * np.minimum(x, 0), axis=shared)
    return np.where(x > 0, dout, slope * dout), np.squeeze(dalpha)

"""dalpha is a mean over the batch."""

ITEM = "prelu"
FACET = "dalpha"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "averaged"


def prelu_backward(dout, cache):
    x, slope, alpha_shape = cache
    shared = tuple(a for a in range(x.ndim) if a != 1 or not alpha_shape)
    return np.where(x > 0, dout, slope * dout), np.mean(dout * np.minimum(x, 0), axis=shared)

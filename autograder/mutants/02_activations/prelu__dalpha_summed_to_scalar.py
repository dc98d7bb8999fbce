"""dalpha is summed over the channels too."""

ITEM = "prelu"
FACET = "dalpha"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "one number"


def prelu_backward(dout, cache):
    x, slope, alpha_shape = cache
    return np.where(x > 0, dout, slope * dout), np.sum(dout * np.minimum(x, 0))

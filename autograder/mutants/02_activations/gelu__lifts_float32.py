"""np.sqrt(2 * np.pi) is a float64 and lifts the gradient."""

ITEM = "gelu"
FACET = "dtype"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "dtype"


def gelu_backward(dout, cache):
    x, alpha = cache
    z = alpha * x
    return dout * (normal_cdf(z) + z * np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi))

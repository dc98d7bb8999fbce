"""The second term is φ instead of x φ."""

ITEM = "gelu"
FACET = "gradient"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "factor x"


def gelu_backward(dout, cache):
    x, alpha = cache
    z = alpha * x
    return dout * (normal_cdf(z) + alpha * np.exp(-(z**2) / 2) / (2 * np.pi) ** 0.5)

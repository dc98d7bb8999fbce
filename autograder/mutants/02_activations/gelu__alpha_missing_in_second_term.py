"""The chain rule's factor alpha is missing."""

ITEM = "gelu"
FACET = "alpha_gradient"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "chain rule"


def gelu_backward(dout, cache):
    x, alpha = cache
    z = alpha * x
    return dout * (normal_cdf(z) + x * np.exp(-(z**2) / 2) / (2 * np.pi) ** 0.5)

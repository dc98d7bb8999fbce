"""The density is written as 1 / exp(z²/2), which is inf for large z."""

ITEM = "gelu"
FACET = "quiet_gradient"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "overflow"


def gelu_backward(dout, cache):
    x, alpha = cache
    z = alpha * x
    return dout * (normal_cdf(z) + z / (np.exp(z**2 / 2) * (2 * np.pi) ** 0.5))

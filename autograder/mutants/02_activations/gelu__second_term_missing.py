"""Backward is Φ alone."""

ITEM = "gelu"
FACET = "gradient"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "product rule"


def gelu_backward(dout, cache):
    x, alpha = cache
    return dout * normal_cdf(alpha * x)

"""The upper limit of the integral is x instead of alpha * x."""

ITEM = "gelu"
FACET = "alpha"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "alpha is ignored"


def gelu_forward(x, alpha=1.0):
    return x * normal_cdf(x), (x, alpha)

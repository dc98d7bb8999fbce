"""Forward returns Φ alone."""

ITEM = "gelu"
FACET = "forward"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "factor x"


def gelu_forward(x, alpha=1.0):
    return normal_cdf(alpha * x), (x, alpha)

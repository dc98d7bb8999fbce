"""x is divided by 1/Φ, which is 1/0 on the far left."""

ITEM = "gelu"
FACET = "quiet"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "divide by zero"


def gelu_forward(x, alpha=1.0):
    return x / (1 / normal_cdf(alpha * x)), (x, alpha)

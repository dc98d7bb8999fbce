"""alpha * exp(x) - 1: alpha does not multiply the - 1."""

ITEM = "elu"
FACET = "alpha"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "multiply the - 1"


def elu_forward(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0)) - 1), (x, alpha)

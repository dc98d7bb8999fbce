"""alpha * exp(x) without the - 1."""

ITEM = "elu"
FACET = "forward"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "- 1"


def elu_forward(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.exp(np.minimum(x, 0))), (x, alpha)

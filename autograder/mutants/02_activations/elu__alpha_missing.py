"""Forward ignores alpha."""

ITEM = "elu"
FACET = "alpha"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "alpha is ignored"


def elu_forward(x, alpha=1.0):
    return np.where(x > 0, x, np.expm1(np.minimum(x, 0))), (x, alpha)

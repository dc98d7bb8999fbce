"""The exponential is evaluated where x is large and positive."""

ITEM = "elu"
FACET = "quiet"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "overflow"


def elu_forward(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x)), (x, alpha)

"""exp(x) - 1 loses all digits for tiny x."""

ITEM = "elu"
FACET = "tiny"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "expm1"


def elu_forward(x, alpha=1.0):
    return np.where(x > 0, x, alpha * (np.exp(np.minimum(x, 0)) - 1)), (x, alpha)

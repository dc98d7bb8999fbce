"""The constants are typed with three digits."""

ITEM = "selu"
FACET = "forward"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "digits"


def selu_forward(x):
    alpha, scale = 1.673, 1.051
    return scale * np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0))), x

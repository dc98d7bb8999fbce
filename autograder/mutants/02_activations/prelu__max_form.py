"""max(alpha * x, x) takes the wrong line for alpha > 1."""

ITEM = "prelu"
FACET = "steep"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "max(alpha"


def prelu_forward(x, alpha):
    slope = alpha.reshape(alpha.shape + (1,) * (x.ndim - 2)) if alpha.ndim else alpha
    return np.maximum(x, slope * x), (x, slope, alpha.shape)

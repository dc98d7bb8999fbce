"""Forward takes a step on alpha."""

ITEM = "prelu"
FACET = "pure"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "alpha"


def prelu_forward(x, alpha):
    slope = alpha.reshape(alpha.shape + (1,) * (x.ndim - 2)) if alpha.ndim else alpha
    out = np.where(x > 0, x, slope * x)
    cache = (x, slope.copy(), alpha.shape)
    alpha -= 0.01 * out.mean()
    return out, cache

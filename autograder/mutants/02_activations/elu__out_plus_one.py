"""The slope on the left is out + 1, right for alpha = 1 only."""

ITEM = "elu"
FACET = "alpha_gradient"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "out + alpha"


def elu_backward(dout, cache):
    x, alpha = cache
    out = np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))
    return dout * np.where(x > 0, 1, out + 1)

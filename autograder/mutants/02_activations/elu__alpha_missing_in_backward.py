"""Backward forgets alpha."""

ITEM = "elu"
FACET = "alpha_gradient"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "alpha is missing"


def elu_backward(dout, cache):
    x, alpha = cache
    return dout * np.where(x > 0, 1, np.exp(np.minimum(x, 0)))

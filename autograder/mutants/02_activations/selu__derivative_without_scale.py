"""Backward forgets λ."""

ITEM = "selu"
FACET = "gradient"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "λ is missing"


def selu_backward(dout, cache):
    alpha = 1.6732632423543772
    return dout * np.where(cache > 0, 1, alpha * np.exp(np.minimum(cache, 0)))

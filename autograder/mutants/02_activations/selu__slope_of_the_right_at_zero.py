"""Backward takes λ at x = 0."""

ITEM = "selu"
FACET = "zero"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "x = 0"


def selu_backward(dout, cache):
    alpha, scale = 1.6732632423543772, 1.0507009873554805
    return dout * scale * np.where(cache >= 0, 1, alpha * np.exp(np.minimum(cache, 0)))

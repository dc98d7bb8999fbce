"""Backward evaluates the exponential where x is large and positive."""

ITEM = "selu"
FACET = "quiet_gradient"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "overflow"


def selu_backward(dout, cache):
    alpha, scale = 1.6732632423543772, 1.0507009873554805
    return dout * scale * np.where(cache > 0, 1, alpha * np.exp(cache))

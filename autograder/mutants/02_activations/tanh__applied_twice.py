"""Backward applies tanh to the cached output."""

ITEM = "tanh"
FACET = "gradient"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "twice"


def tanh_backward(dout, cache):
    return dout * (1 - np.tanh(cache) ** 2)

"""Backward applies the sigmoid to the cached output."""

ITEM = "sigmoid"
FACET = "gradient"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "twice"


def sigmoid_backward(dout, cache):
    out = 1 / (1 + np.exp(-cache))
    return dout * out * (1 - out)

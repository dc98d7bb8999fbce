"""Backward multiplies by the output instead of the gate."""

ITEM = "relu"
FACET = "gradient"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "0 or 1"


def relu_backward(dout, cache):
    return dout * np.maximum(cache, 0)

"""Backward looks at the sign of dout."""

ITEM = "relu"
FACET = "gradient"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "mask"


def relu_backward(dout, cache):
    return np.where(dout > 0, dout, 0)

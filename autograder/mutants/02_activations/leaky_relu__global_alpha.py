"""Backward reads the alpha of the latest forward call."""

ITEM = "leaky_relu"
FACET = "independent"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "outside the cache"


latest = {}


def leaky_relu_forward(x, alpha=0.01):
    latest["alpha"] = alpha
    return np.where(x > 0, x, alpha * x), x


def leaky_relu_backward(dout, cache):
    return np.where(cache > 0, dout, latest["alpha"] * dout)

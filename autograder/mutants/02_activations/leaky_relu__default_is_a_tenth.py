"""The default slope is 0.1, as on one of the slides."""

ITEM = "leaky_relu"
FACET = "forward"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "default"


def leaky_relu_forward(x, alpha=0.1):
    return np.where(x > 0, x, alpha * x), (x, alpha)

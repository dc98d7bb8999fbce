"""The slope is 0.01, whatever alpha is."""

ITEM = "leaky_relu"
FACET = "forward"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "0.01"


def leaky_relu_forward(x, alpha=0.01):
    return np.where(x > 0, x, 0.01 * x), (x, alpha)

"""abs(alpha), "because a slope is positive"."""

ITEM = "leaky_relu"
FACET = "steep"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "negative"


def leaky_relu_forward(x, alpha=0.01):
    return np.where(x > 0, x, abs(alpha) * x), (x, alpha)

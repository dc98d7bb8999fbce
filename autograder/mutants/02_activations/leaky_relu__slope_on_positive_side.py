"""alpha scales the positive entries."""

ITEM = "leaky_relu"
FACET = "forward"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "positive side"


def leaky_relu_forward(x, alpha=0.01):
    return np.where(x > 0, alpha * x, x), (x, alpha)

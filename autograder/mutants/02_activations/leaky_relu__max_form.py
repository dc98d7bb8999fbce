"""max(alpha * x, x) takes the wrong line for alpha > 1."""

ITEM = "leaky_relu"
FACET = "steep"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "max(alpha"


def leaky_relu_forward(x, alpha=0.01):
    return np.maximum(alpha * x, x), (x, alpha)

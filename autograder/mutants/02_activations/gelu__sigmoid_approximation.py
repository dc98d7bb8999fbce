"""x times the sigmoid of 1.702 x."""

ITEM = "gelu"
FACET = "forward"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "sigmoid approximation"


def gelu_forward(x, alpha=1.0):
    return x * (1 + np.tanh(1.702 * alpha * x / 2)) / 2, (x, alpha)

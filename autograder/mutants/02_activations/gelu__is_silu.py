"""x times the sigmoid."""

ITEM = "gelu"
FACET = "forward"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "SiLU"


def gelu_forward(x, alpha=1.0):
    return x * (1 + np.tanh(alpha * x / 2)) / 2, (x, alpha)

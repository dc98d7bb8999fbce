"""The tanh approximation, where the exact form is asked for."""

ITEM = "gelu"
FACET = "forward"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "tanh approximation"


def gelu_forward(x, alpha=1.0):
    z = alpha * x
    return x * (1 + np.tanh((2 / np.pi) ** 0.5 * (z + 0.044715 * z**3))) / 2, (x, alpha)

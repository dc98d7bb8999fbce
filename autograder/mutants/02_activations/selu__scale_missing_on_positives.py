"""λ stretches the left side only."""

ITEM = "selu"
FACET = "forward"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "λ is missing where x > 0"


def selu_forward(x):
    alpha, scale = 1.6732632423543772, 1.0507009873554805
    return np.where(x > 0, x, scale * alpha * np.expm1(np.minimum(x, 0))), x

"""The exponential is evaluated where x is large and positive."""

ITEM = "selu"
FACET = "quiet"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "overflow"


def selu_forward(x):
    alpha, scale = 1.6732632423543772, 1.0507009873554805
    return scale * np.where(x > 0, x, alpha * np.expm1(x)), x

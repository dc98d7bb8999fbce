"""The left side has the wrong sign: activations drift."""

ITEM = "selu"
FACET = "forward"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "sign"


def selu_forward(x):
    alpha, scale = 1.6732632423543772, 1.0507009873554805
    return scale * np.where(x > 0, x, -alpha * np.expm1(np.minimum(x, 0))), x

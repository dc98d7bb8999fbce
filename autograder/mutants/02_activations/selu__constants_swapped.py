"""λ and α change places."""

ITEM = "selu"
FACET = "forward"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "swapped"


def selu_forward(x):
    scale, alpha = 1.6732632423543772, 1.0507009873554805
    return scale * np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0))), x

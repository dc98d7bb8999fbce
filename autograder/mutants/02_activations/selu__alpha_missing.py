"""λ times ELU with alpha = 1."""

ITEM = "selu"
FACET = "forward"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "alpha is missing"


def selu_forward(x):
    scale = 1.0507009873554805
    return scale * np.where(x > 0, x, np.expm1(np.minimum(x, 0))), x

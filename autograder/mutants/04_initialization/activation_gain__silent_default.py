"""Returns 1 for a name it does not know."""

ITEM = "activation_gain"
FACET = "unknown"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "ValueError"


def activation_gain(name, alpha=None):
    fixed = {"linear": 1.0, "sigmoid": 1.0, "selu": 1.0, "tanh": 5 / 3}
    if name == "relu":
        return 2**0.5
    if name == "leaky_relu":
        alpha = 0.01 if alpha is None else alpha
        return (2 / (1 + alpha**2)) ** 0.5
    if name in fixed:
        return fixed[name]
    return 1.0

"""Takes 0.1 for the default slope."""

ITEM = "activation_gain"
FACET = "default"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "0.01"


def activation_gain(name, alpha=None):
    fixed = {"linear": 1.0, "sigmoid": 1.0, "selu": 1.0, "tanh": 5 / 3}
    if name == "relu":
        return 2**0.5
    if name == "leaky_relu":
        alpha = 0.1 if alpha is None else alpha
        return (2 / (1 + alpha**2)) ** 0.5
    if name in fixed:
        return fixed[name]
    raise ValueError(name)

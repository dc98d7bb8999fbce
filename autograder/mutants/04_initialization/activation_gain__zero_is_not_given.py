"""Takes a slope of 0 for no slope at all."""

ITEM = "activation_gain"
FACET = "slopes"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "None"


def activation_gain(name, alpha=None):
    fixed = {"linear": 1.0, "sigmoid": 1.0, "selu": 1.0, "tanh": 5 / 3}
    if name == "relu":
        return 2**0.5
    if name == "leaky_relu":
        alpha = alpha or 0.01
        return (2 / (1 + alpha**2)) ** 0.5
    if name in fixed:
        return fixed[name]
    raise ValueError(name)

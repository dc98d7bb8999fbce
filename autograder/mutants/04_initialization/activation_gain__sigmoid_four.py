"""Makes up for the sigmoid's slope of a quarter."""

ITEM = "activation_gain"
FACET = "fixed"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "large"


def activation_gain(name, alpha=None):
    fixed = {"linear": 1.0, "sigmoid": 4.0, "selu": 1.0, "tanh": 5 / 3}
    if name == "relu":
        return 2**0.5
    if name == "leaky_relu":
        alpha = 0.01 if alpha is None else alpha
        return (2 / (1 + alpha**2)) ** 0.5
    if name in fixed:
        return fixed[name]
    raise ValueError(name)

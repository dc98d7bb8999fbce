"""Has another library's number for SELU."""

ITEM = "activation_gain"
FACET = "fixed"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "3/4"


def activation_gain(name, alpha=None):
    fixed = {"linear": 1.0, "sigmoid": 1.0, "selu": 0.75, "tanh": 5 / 3}
    if name == "relu":
        return 2**0.5
    if name == "leaky_relu":
        alpha = 0.01 if alpha is None else alpha
        return (2 / (1 + alpha**2)) ** 0.5
    if name in fixed:
        return fixed[name]
    raise ValueError(name)

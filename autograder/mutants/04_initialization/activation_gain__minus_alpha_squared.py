"""Has 1 - alpha**2 below the root."""

ITEM = "activation_gain"
FACET = "leaky"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "1 - α²"


def activation_gain(name, alpha=None):
    fixed = {"linear": 1.0, "sigmoid": 1.0, "selu": 1.0, "tanh": 5 / 3}
    if name == "relu":
        return 2**0.5
    if name == "leaky_relu":
        alpha = 0.01 if alpha is None else alpha
        return abs(2 / (1 - alpha**2 + 1e-15)) ** 0.5
    if name in fixed:
        return fixed[name]
    raise ValueError(name)

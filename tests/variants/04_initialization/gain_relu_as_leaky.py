"""ReLU is a leaky ReLU of slope 0; the error is turned into a ValueError."""


def activation_gain(name, alpha=None):
    if name == "relu":
        return activation_gain("leaky_relu", 0.0)
    if name == "leaky_relu":
        if alpha is None:
            alpha = 0.01
        return float((0.5 + 0.5 * alpha**2) ** -0.5)
    try:
        return {"linear": 1.0, "sigmoid": 1.0, "selu": 1.0, "tanh": 5 / 3}[name]
    except KeyError:
        raise ValueError(f"{name!r} has no gain") from None

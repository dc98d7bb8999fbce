"""Another default value for alpha than None."""


def activation_gain(name, alpha=0.01):
    if name in ("linear", "sigmoid", "selu"):
        g = 1.0
    elif name == "tanh":
        g = 5 / 3
    elif name in ("relu", "leaky_relu"):
        g = (2 / (1 + (alpha if name == "leaky_relu" else 0) ** 2)) ** 0.5
    else:
        raise ValueError("no such activation")
    return g

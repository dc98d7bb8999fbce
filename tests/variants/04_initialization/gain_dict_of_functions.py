"""A dict of functions."""

import math


def activation_gain(name, alpha=None):
    table = {
        "linear": lambda a: 1.0,
        "sigmoid": lambda a: 1.0,
        "selu": lambda a: 1.0,
        "tanh": lambda a: 5.0 / 3.0,
        "relu": lambda a: math.sqrt(2.0),
        "leaky_relu": lambda a: math.sqrt(2.0 / (1.0 + (0.01 if a is None else a) ** 2)),
    }
    if name not in table:
        raise ValueError("unknown: " + str(name))
    return table[name](alpha)

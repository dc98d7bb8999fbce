"""A match statement; whole numbers for the gain 1."""


def activation_gain(name, alpha=None):
    match name:
        case "linear" | "sigmoid" | "selu":
            return 1
        case "tanh":
            return 5 / 3
        case "relu":
            return np.sqrt(2)
        case "leaky_relu":
            slope = 0.01 if alpha is None else alpha
            return np.sqrt(2) / np.sqrt(1 + slope * slope)
    raise ValueError(name)

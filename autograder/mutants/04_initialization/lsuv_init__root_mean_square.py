"""Divides by the root mean square, which counts the mean as spread."""

ITEM = "lsuv_init"
FACET = "relu"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "root mean square"


def lsuv_init(weights, x, activation):
    scaled, h = [], x
    for w in weights:
        w = w / np.sqrt(((h @ w) ** 2).mean())
        scaled.append(w)
        h = activate(activation, h @ w)
    return scaled

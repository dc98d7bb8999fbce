"""Scales every unit by a number of its own."""

ITEM = "lsuv_init"
FACET = "direction"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "multiple"


def lsuv_init(weights, x, activation):
    scaled, h = [], x
    for w in weights:
        z = h @ w
        w = w / (z - z.mean(axis=0)).std(axis=0)
        w = w / (h @ w).std()
        scaled.append(w)
        h = activate(activation, h @ w)
    return scaled

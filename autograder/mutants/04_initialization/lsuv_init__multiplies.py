"""Multiplies by the standard deviation."""

ITEM = "lsuv_init"
FACET = "three"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "divide"


def lsuv_init(weights, x, activation):
    scaled, h = [], x
    for w in weights:
        w = w * (h @ w).std()
        scaled.append(w)
        h = activate(activation, h @ w)
    return scaled

"""Measures behind the activation."""

ITEM = "lsuv_init"
FACET = "three"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "behind"


def lsuv_init(weights, x, activation):
    scaled, h = [], x
    for w in weights:
        w = w / activate(activation, h @ w).std()
        scaled.append(w)
        h = activate(activation, h @ w)
    return scaled

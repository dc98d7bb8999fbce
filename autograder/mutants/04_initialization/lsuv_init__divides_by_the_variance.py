"""Divides by the variance."""

ITEM = "lsuv_init"
FACET = "three"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "variance"


def lsuv_init(weights, x, activation):
    scaled, h = [], x
    for w in weights:
        w = w / (h @ w).var()
        scaled.append(w)
        h = activate(activation, h @ w)
    return scaled

"""Measures every layer on x."""

ITEM = "lsuv_init"
FACET = "three"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "push"


def lsuv_init(weights, x, activation):
    scaled, h = [], x
    for w in weights:
        w = w / (h @ w).std()
        scaled.append(w)
        h = x
    return scaled

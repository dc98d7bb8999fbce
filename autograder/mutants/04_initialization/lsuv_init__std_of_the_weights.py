"""Divides by the spread of the weights, not of what they put out."""

ITEM = "lsuv_init"
FACET = "three"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "std of the weights"


def lsuv_init(weights, x, activation):
    scaled, h = [], x
    for w in weights:
        w = w / w.std()
        scaled.append(w)
        h = activate(activation, h @ w)
    return scaled

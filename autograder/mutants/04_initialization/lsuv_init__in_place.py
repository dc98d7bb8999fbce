"""Scales the given matrices themselves."""

ITEM = "lsuv_init"
FACET = "pure"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "copy"


def lsuv_init(weights, x, activation):
    h = x
    for w in weights:
        w /= (h @ w).std()
        h = activate(activation, h @ w)
    return weights

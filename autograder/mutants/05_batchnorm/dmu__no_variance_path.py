"""The path through the variance is missing."""

ITEM = "dmu"
FACET = "elsewhere"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "variance"


def bn_dmu(dxhat, dvar, cache):
    return -dxhat.sum(axis=0) * cache["inv_std"]

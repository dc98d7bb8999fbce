"""The path through the variance is missing."""

ITEM = "dx"
FACET = "value"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "variance"


def bn_dx(dxhat, dvar, dmu, cache):
    n = len(dxhat)
    away = cache["x"] - cache["mean"]
    return dxhat * cache["inv_std"] + dmu / n

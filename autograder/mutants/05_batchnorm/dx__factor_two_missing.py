"""The derivative of the square without its 2."""

ITEM = "dx"
FACET = "value"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "factor 2"


def bn_dx(dxhat, dvar, dmu, cache):
    n = len(dxhat)
    away = cache["x"] - cache["mean"]
    return dxhat * cache["inv_std"] + dvar * away / n + dmu / n

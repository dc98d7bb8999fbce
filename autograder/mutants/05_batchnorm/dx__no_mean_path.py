"""The path through the mean is missing."""

ITEM = "dx"
FACET = "value"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "mean"


def bn_dx(dxhat, dvar, dmu, cache):
    n = len(dxhat)
    away = cache["x"] - cache["mean"]
    return dxhat * cache["inv_std"] + 2 * dvar * away / n

"""1/N is missing in the path through the mean."""

ITEM = "dx"
FACET = "value"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "1/N"


def bn_dx(dxhat, dvar, dmu, cache):
    n = len(dxhat)
    away = cache["x"] - cache["mean"]
    return dxhat * cache["inv_std"] + 2 * dvar * away / n + dmu

"""1/N is missing in the path through the variance."""

ITEM = "dmu"
FACET = "elsewhere"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "1/N"


def bn_dmu(dxhat, dvar, cache):
    away = cache["x"] - cache["mean"]
    return -dxhat.sum(axis=0) * cache["inv_std"] - 2 * dvar * away.sum(axis=0)

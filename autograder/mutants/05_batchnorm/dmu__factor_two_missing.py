"""The derivative of the square without its 2."""

ITEM = "dmu"
FACET = "elsewhere"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "factor 2"


def bn_dmu(dxhat, dvar, cache):
    away = cache["x"] - cache["mean"]
    return -dxhat.sum(axis=0) * cache["inv_std"] - dvar * away.mean(axis=0)

"""The direct path is averaged."""

ITEM = "dmu"
FACET = "value"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "averaged"


def bn_dmu(dxhat, dvar, cache):
    away = cache["x"] - cache["mean"]
    return -dxhat.mean(axis=0) * cache["inv_std"] - 2 * dvar * away.mean(axis=0)

"""No 1/std in the direct path."""

ITEM = "dmu"
FACET = "value"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "inv_std"


def bn_dmu(dxhat, dvar, cache):
    away = cache["x"] - cache["mean"]
    return -dxhat.sum(axis=0) - 2 * dvar * away.mean(axis=0)

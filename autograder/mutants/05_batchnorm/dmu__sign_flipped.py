"""The mean is added, not subtracted."""

ITEM = "dmu"
FACET = "value"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "sign"


def bn_dmu(dxhat, dvar, cache):
    away = cache["x"] - cache["mean"]
    return dxhat.sum(axis=0) * cache["inv_std"] - 2 * dvar * away.mean(axis=0)

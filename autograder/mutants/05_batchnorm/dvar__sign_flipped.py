"""The minus is missing."""

ITEM = "dvar"
FACET = "value"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "sign"


def bn_dvar(dxhat, cache):
    away = cache["x"] - cache["mean"]
    return 0.5 * (dxhat * away).sum(axis=0) * cache["inv_std"] ** 3

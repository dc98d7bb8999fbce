"""The factor 1/2 is missing."""

ITEM = "dvar"
FACET = "value"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "1/2"


def bn_dvar(dxhat, cache):
    away = cache["x"] - cache["mean"]
    return -(dxhat * away).sum(axis=0) * cache["inv_std"] ** 3

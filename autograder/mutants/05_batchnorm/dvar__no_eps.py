"""var without eps."""

ITEM = "dvar"
FACET = "value"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "eps"


def bn_dvar(dxhat, cache):
    away = cache["x"] - cache["mean"]
    return -0.5 * (dxhat * away).sum(axis=0) * cache["var"] ** -1.5

"""Divided by N."""

ITEM = "dvar"
FACET = "value"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "averaged"


def bn_dvar(dxhat, cache):
    away = cache["x"] - cache["mean"]
    return -0.5 * (dxhat * away).mean(axis=0) * cache["inv_std"] ** 3

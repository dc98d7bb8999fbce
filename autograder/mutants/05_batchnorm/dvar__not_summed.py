"""One number per example."""

ITEM = "dvar"
FACET = "value"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "summed"


def bn_dvar(dxhat, cache):
    away = cache["x"] - cache["mean"]
    return -0.5 * dxhat * away * cache["inv_std"] ** 3

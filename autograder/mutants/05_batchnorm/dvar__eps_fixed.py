"""eps is 1e-5, whatever the cache says."""

ITEM = "dvar"
FACET = "eps"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "always 1e-5"


def bn_dvar(dxhat, cache):
    away = cache["x"] - cache["mean"]
    return -0.5 * (dxhat * away).sum(axis=0) * (cache["var"] + 1e-5) ** -1.5

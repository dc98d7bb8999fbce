"""N is five, as in the visible check."""

ITEM = "dx"
FACET = "sizes"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "entries"


def bn_dx(dxhat, dvar, dmu, cache):
    away = cache["x"] - cache["mean"]
    return dxhat * cache["inv_std"] + (2 * dvar * away + dmu) / 5

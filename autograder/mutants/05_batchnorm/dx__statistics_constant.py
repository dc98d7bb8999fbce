"""Only the direct path."""

ITEM = "dx"
FACET = "value"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "direct path"


def bn_dx(dxhat, dvar, dmu, cache):
    return dxhat * cache["inv_std"]

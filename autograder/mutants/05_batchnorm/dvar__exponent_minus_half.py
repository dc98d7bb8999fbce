"""The exponent stays -1/2."""

ITEM = "dvar"
FACET = "value"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "exponent"


def bn_dvar(dxhat, cache):
    away = cache["x"] - cache["mean"]
    return (dxhat * away).sum(axis=0) * -0.5 * (cache["var"] + cache["eps"]) ** -0.5

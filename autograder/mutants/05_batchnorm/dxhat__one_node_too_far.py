"""Divides by the standard deviation already."""

ITEM = "dxhat"
FACET = "value"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "too far"


def bn_dxhat(dout, cache):
    return dout * cache["gamma"] * cache["inv_std"]

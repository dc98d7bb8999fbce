"""Scales dout itself."""

ITEM = "dxhat"
FACET = "pure"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "in place"


def bn_dxhat(dout, cache):
    dout *= cache["gamma"]
    return dout

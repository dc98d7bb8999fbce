"""Summed over the batch."""

ITEM = "dxhat"
FACET = "value"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "summed"


def bn_dxhat(dout, cache):
    return dout.sum(axis=0) * cache["gamma"]

"""dout passes unchanged."""

ITEM = "dxhat"
FACET = "value"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "gamma"


def bn_dxhat(dout, cache):
    return dout.copy()

"""dout is divided by gamma."""

ITEM = "dxhat"
FACET = "value"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "divided"


def bn_dxhat(dout, cache):
    return dout / cache["gamma"]

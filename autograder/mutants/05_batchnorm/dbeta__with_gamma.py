"""gamma multiplies beta's gradient."""

ITEM = "dbeta"
FACET = "value"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "gamma"


def bn_dbeta(dout, cache):
    return (dout * cache["gamma"]).sum(axis=0)

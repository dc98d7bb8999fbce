"""gamma multiplies beta's gradient: it is summed from dxhat."""

ITEM = "dbeta"
FACET = "value"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "gamma"


def bn_dbeta(dout, cache):
    return (dout * cache["gamma"]).sum(axis=0)

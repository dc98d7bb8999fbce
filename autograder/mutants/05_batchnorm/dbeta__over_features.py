"""The sum over the features."""

ITEM = "dbeta"
FACET = "value"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "features"


def bn_dbeta(dout, cache):
    return dout.sum(axis=1)

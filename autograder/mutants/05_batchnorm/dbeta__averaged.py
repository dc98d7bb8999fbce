"""The mean over the batch."""

ITEM = "dbeta"
FACET = "value"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "averaged"


def bn_dbeta(dout, cache):
    return dout.mean(axis=0)

"""The formula of dbeta."""

ITEM = "dgamma"
FACET = "value"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "dbeta"


def bn_dgamma(dout, cache):
    return dout.sum(axis=0)

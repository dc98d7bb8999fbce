"""The formula of dgamma."""

ITEM = "dbeta"
FACET = "value"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "dgamma"


def bn_dbeta(dout, cache):
    return (dout * cache["x_hat"]).sum(axis=0)

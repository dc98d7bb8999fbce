"""No sum over the batch."""

ITEM = "dgamma"
FACET = "value"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "summed"


def bn_dgamma(dout, cache):
    return dout * cache["x_hat"]

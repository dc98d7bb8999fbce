"""The mean over the batch."""

ITEM = "dgamma"
FACET = "value"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "averaged"


def bn_dgamma(dout, cache):
    return (dout * cache["x_hat"]).mean(axis=0)

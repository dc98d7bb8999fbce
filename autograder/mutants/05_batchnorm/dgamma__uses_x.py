"""x stands where x_hat belongs."""

ITEM = "dgamma"
FACET = "value"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "x_hat"


def bn_dgamma(dout, cache):
    return (dout * cache["x"]).sum(axis=0)

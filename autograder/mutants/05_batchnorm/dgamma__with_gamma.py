"""gamma is in its own derivative."""

ITEM = "dgamma"
FACET = "value"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "gamma"


def bn_dgamma(dout, cache):
    return (dout * cache["gamma"] * cache["x_hat"]).sum(axis=0)

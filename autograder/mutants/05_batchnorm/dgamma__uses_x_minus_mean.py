"""x - mean stands where x_hat belongs."""

ITEM = "dgamma"
FACET = "value"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "x_hat"


def bn_dgamma(dout, cache):
    away = cache["x"] - cache["mean"]
    return (dout * away).sum(axis=0)

"""Multiplies in memory order."""

ITEM = "dgamma"
FACET = "layouts"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "memory"


def bn_dgamma(dout, cache):
    product = dout.ravel(order="K") * cache["x_hat"].ravel()
    return product.reshape(dout.shape).sum(axis=0)

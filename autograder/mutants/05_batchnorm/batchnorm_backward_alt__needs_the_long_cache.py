"""Asks the cache for x and the statistics, as the other function does."""

ITEM = "batchnorm_backward_alt"
FACET = "dx"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "KeyError"


def batchnorm_backward_alt(dout, cache):
    away = cache["x"] - cache["mean"]
    inv_std = cache["inv_std"]
    g = dout * cache["gamma"]
    z = away * inv_std
    dx = inv_std * (g - g.mean(axis=0) - z * (g * z).mean(axis=0))
    return dx, (dout * z).sum(axis=0), dout.sum(axis=0)

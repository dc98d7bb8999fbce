"""x_hat for x - mean, without removing a factor."""

ITEM = "dvar"
FACET = "value"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "x_hat"


def bn_dvar(dxhat, cache):
    return -0.5 * (dxhat * cache["x_hat"]).sum(axis=0) * cache["inv_std"] ** 3

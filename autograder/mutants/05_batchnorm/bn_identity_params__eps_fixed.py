"""Ignores the argument eps."""

ITEM = "bn_identity_params"
FACET = "eps"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "always 1e-5"


def bn_identity_params(x, eps=1e-5):
    return np.sqrt(x.var(axis=0) + 1e-5), x.mean(axis=0)

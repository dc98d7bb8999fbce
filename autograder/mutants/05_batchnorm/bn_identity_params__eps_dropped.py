"""gamma is the standard deviation without eps."""

ITEM = "bn_identity_params"
FACET = "gamma"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "eps"


def bn_identity_params(x, eps=1e-5):
    return x.std(axis=0), x.mean(axis=0)

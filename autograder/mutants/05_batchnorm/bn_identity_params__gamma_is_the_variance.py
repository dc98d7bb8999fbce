"""The lecture's words: gamma is the variance."""

ITEM = "bn_identity_params"
FACET = "gamma"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "variance"


def bn_identity_params(x, eps=1e-5):
    return x.var(axis=0), x.mean(axis=0)

"""One gamma and beta for all features."""

ITEM = "bn_identity_params"
FACET = "gamma"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "all features"


def bn_identity_params(x, eps=1e-5):
    return np.full(x.shape[1], np.sqrt(x.var() + eps)), np.full(x.shape[1], x.mean())

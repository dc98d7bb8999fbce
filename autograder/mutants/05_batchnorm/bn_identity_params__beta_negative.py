"""beta is minus the mean."""

ITEM = "bn_identity_params"
FACET = "beta"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "sign"


def bn_identity_params(x, eps=1e-5):
    return np.sqrt(x.var(axis=0) + eps), -x.mean(axis=0)

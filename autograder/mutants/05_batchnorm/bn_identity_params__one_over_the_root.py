"""gamma divides once more."""

ITEM = "bn_identity_params"
FACET = "gamma"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "multiplies"


def bn_identity_params(x, eps=1e-5):
    return 1 / np.sqrt(x.var(axis=0) + eps), x.mean(axis=0)

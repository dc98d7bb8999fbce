"""The pair in the other order."""

ITEM = "bn_identity_params"
FACET = "gamma"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "swapped"


def bn_identity_params(x, eps=1e-5):
    return x.mean(axis=0), np.sqrt(x.var(axis=0) + eps)

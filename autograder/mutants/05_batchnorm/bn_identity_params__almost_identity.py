"""gamma rounded to six digits."""

ITEM = "bn_identity_params"
FACET = "round_trip"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "changes the batch"


def bn_identity_params(x, eps=1e-5):
    return np.round(np.sqrt(x.var(axis=0) + eps), 8), x.mean(axis=0)

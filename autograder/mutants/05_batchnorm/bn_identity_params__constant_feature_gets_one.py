"""A feature without spread gets gamma 1."""

ITEM = "bn_identity_params"
FACET = "constant"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "does not vary"


def bn_identity_params(x, eps=1e-5):
    return np.where(x.var(axis=0) > 0, np.sqrt(x.var(axis=0) + eps), 1.0).astype(x.dtype), x.mean(
        axis=0
    )

"""One feature loses its axis."""

ITEM = "bn_identity_params"
FACET = "sizes"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "shape"


def bn_identity_params(x, eps=1e-5):
    return np.squeeze(np.sqrt(x.var(axis=0) + eps)), np.squeeze(x.mean(axis=0))

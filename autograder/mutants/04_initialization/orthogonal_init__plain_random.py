"""Draws normal numbers of variance 1/n."""

ITEM = "orthogonal_init"
FACET = "square"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "plain random"


def orthogonal_init(shape, gain=1.0, rng=None):
    rng = np.random.default_rng(0) if rng is None else rng
    return gain / shape[0] ** 0.5 * rng.normal(size=shape)

"""Returns the identity, which is orthogonal and nothing random."""

ITEM = "orthogonal_init"
FACET = "generator"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "ignores"


def orthogonal_init(shape, gain=1.0, rng=None):
    rng = np.random.default_rng(0) if rng is None else rng
    return gain * np.eye(*shape)

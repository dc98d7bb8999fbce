"""Gives the columns length 1 and leaves their angles."""

ITEM = "orthogonal_init"
FACET = "square"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "right angles"


def orthogonal_init(shape, gain=1.0, rng=None):
    rng = np.random.default_rng(0) if rng is None else rng
    q = rng.normal(size=shape)
    return gain * q / np.linalg.norm(q, axis=0)

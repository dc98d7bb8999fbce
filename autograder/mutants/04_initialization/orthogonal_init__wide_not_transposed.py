"""Decomposes a wide matrix as it is."""

ITEM = "orthogonal_init"
FACET = "wide"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "shape"


def orthogonal_init(shape, gain=1.0, rng=None):
    rng = np.random.default_rng(0) if rng is None else rng
    q, r = np.linalg.qr(rng.normal(size=shape))
    return gain * q * np.where(np.diag(r) < 0, -1.0, 1.0)

"""Multiplies by the root of the gain."""

ITEM = "orthogonal_init"
FACET = "gain"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "√gain"


def orthogonal_init(shape, gain=1.0, rng=None):
    rng = np.random.default_rng(0) if rng is None else rng
    q, r = np.linalg.qr(rng.normal(size=(max(shape), min(shape))))
    q = q * np.where(np.diag(r) < 0, -1.0, 1.0)
    q = gain**0.5 * q
    return q if shape[0] >= shape[1] else q.T

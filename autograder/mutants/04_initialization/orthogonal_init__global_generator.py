"""Draws from NumPy's global generator."""

ITEM = "orthogonal_init"
FACET = "generator"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "global"


def orthogonal_init(shape, gain=1.0, rng=None):
    rng = np.random.default_rng(0) if rng is None else rng
    q, r = np.linalg.qr(np.random.standard_normal((max(shape), min(shape))))
    q = gain * q * np.where(np.diag(r) < 0, -1.0, 1.0)
    return q if shape[0] >= shape[1] else q.T

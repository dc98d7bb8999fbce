"""Returns a square matrix for a tall shape."""

ITEM = "orthogonal_init"
FACET = "tall"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "shape"


def orthogonal_init(shape, gain=1.0, rng=None):
    rng = np.random.default_rng(0) if rng is None else rng
    q, r = np.linalg.qr(rng.normal(size=(max(shape), min(shape))), mode="complete")
    q = q * np.concatenate([np.where(np.diag(r) < 0, -1.0, 1.0), np.ones(max(shape) - min(shape))])
    return gain * (q if shape[0] >= shape[1] else q.T)

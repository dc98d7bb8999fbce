"""Works only with a generator."""

ITEM = "orthogonal_init"
FACET = "generator"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "raised AttributeError"


def orthogonal_init(shape, gain=1.0, rng=None):
    a = rng.normal(size=(max(shape), min(shape)))
    q, r = np.linalg.qr(a)
    q = gain * q * np.where(np.diag(r) < 0, -1.0, 1.0)
    if shape[0] < shape[1]:
        q = q.T
    return q

"""Takes the signs that the QR decomposition happens to choose."""

ITEM = "orthogonal_init"
FACET = "even"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "sign"


def orthogonal_init(shape, gain=1.0, rng=None):
    rng = np.random.default_rng(0) if rng is None else rng
    q, _ = np.linalg.qr(rng.normal(size=(max(shape), min(shape))))
    return gain * (q if shape[0] >= shape[1] else q.T)

"""QR with random signs instead of those of the diagonal."""


def orthogonal_init(shape, gain=1.0, rng=None):
    rng = np.random.default_rng(0) if rng is None else rng
    rows, columns = shape
    q = np.linalg.qr(rng.normal(size=(max(rows, columns), min(rows, columns))))[0]
    q = q * rng.choice([-1.0, 1.0], size=q.shape[1])
    q = q if rows >= columns else q.T.copy()
    q *= gain
    return q

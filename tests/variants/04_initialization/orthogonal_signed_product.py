"""QR, then a diagonal matrix of signs."""


def orthogonal_init(shape, gain=1.0, rng=None):
    source = rng or np.random.default_rng(0)
    a = source.standard_normal(shape if shape[0] >= shape[1] else shape[::-1])
    q, r = np.linalg.qr(a)
    q = q @ np.diag(np.sign(np.diag(r)))
    return gain * q if shape[0] >= shape[1] else gain * q.T

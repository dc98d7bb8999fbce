"""The polar factor of a random matrix, by singular values: evenly distributed."""


def orthogonal_init(shape, gain=1.0, rng=None):
    rng = np.random.default_rng(0) if rng is None else rng
    u, _, vt = np.linalg.svd(rng.normal(size=shape), full_matrices=False)
    return gain * (u @ vt)

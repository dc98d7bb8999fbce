"""Gram and Schmidt, twice for accuracy."""


def orthogonal_init(shape, gain=1.0, rng=None):
    if rng is None:
        rng = np.random.default_rng(0)
    if shape[0] < shape[1]:
        return orthogonal_init((shape[1], shape[0]), gain, rng).T
    q = np.zeros(shape)
    for j in range(shape[1]):
        v = rng.standard_normal(shape[0])
        for _ in range(2):
            for i in range(j):
                v = v - (q[:, i] @ v) * q[:, i]
        q[:, j] = v / np.linalg.norm(v)
    return q * gain

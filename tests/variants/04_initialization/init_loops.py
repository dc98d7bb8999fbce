"""One number at a time."""


def init_weights(shape, scheme="he", dist="normal", fan="in", rng=None, dtype=np.float32):
    if (
        scheme not in ("lecun", "xavier", "he", "constant")
        or dist not in ("normal", "uniform")
        or fan not in ("in", "out", "avg")
    ):
        raise ValueError("unknown")
    rng = rng or np.random.default_rng(0)
    a, b = given_fans(shape)
    n = {"in": a, "out": b, "avg": (a + b) / 2}[fan]
    var = (2 if scheme == "he" else 1) / n
    w = np.empty(int(np.prod(shape)))
    for k in range(w.size):
        if scheme == "constant":
            w[k] = var**0.5
        elif dist == "normal":
            w[k] = rng.normal() * var**0.5
        else:
            w[k] = rng.uniform(-1, 1) * (3 * var) ** 0.5
    return w.reshape(shape).astype(dtype)

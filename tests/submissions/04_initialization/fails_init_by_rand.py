"""First weights as the notes print them: uniform on [0, 1)."""

# Of init_weights' 25 parts remain shape and dtype (1 visible, 1 hidden), uniform weights (3), the constant (1).
SCORES = {"init_weights": 1.44}


def init_weights(shape, scheme="he", dist="normal", fan="in", rng=None, dtype=np.float32):
    rng = np.random.default_rng(0) if rng is None else rng
    a, b = given_fans(shape)
    n = {"in": a, "out": b, "avg": (a + b) / 2}
    if (
        fan not in n
        or dist not in ("normal", "uniform")
        or scheme not in ("lecun", "xavier", "he", "constant")
    ):
        raise ValueError("unknown")
    std = ((2 if scheme == "he" else 1) / n[fan]) ** 0.5
    if scheme == "constant":
        return np.full(shape, std, dtype)
    if dist == "normal":
        return (rng.random(shape) * std).astype(dtype)
    return rng.uniform(-(3**0.5) * std, 3**0.5 * std, shape).astype(dtype)

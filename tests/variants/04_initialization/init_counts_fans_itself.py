"""Computes the fans itself and prints what it does."""


def init_weights(shape, scheme="he", dist="normal", fan="in", rng=None, dtype=np.float32):
    receptive = int(np.prod(shape[2:])) if len(shape) > 2 else 1
    first, second = (shape[1], shape[0]) if len(shape) > 2 else (shape[0], shape[1])
    inputs, outputs = first * receptive, second * receptive
    print("fans", inputs, outputs)
    if fan not in ("in", "out", "avg"):
        raise ValueError("fan")
    if scheme not in ("he", "xavier", "lecun", "constant"):
        raise ValueError("scheme")
    n = inputs if fan == "in" else outputs if fan == "out" else (inputs + outputs) / 2
    std = (2 / n) ** 0.5 if scheme == "he" else (1 / n) ** 0.5
    generator = rng if rng is not None else np.random.default_rng(0)
    if scheme == "constant":
        return np.full(shape, std).astype(dtype)
    if dist == "normal":
        return generator.normal(loc=0, scale=std, size=shape).astype(dtype)
    if dist == "uniform":
        return generator.uniform(low=-np.sqrt(3) * std, high=np.sqrt(3) * std, size=shape).astype(
            dtype
        )
    raise ValueError("dist")

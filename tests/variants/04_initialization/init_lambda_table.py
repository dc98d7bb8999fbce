"""A table of draws; asks for the names first."""


def draw_normal(rng, std, shape):
    return rng.normal(0, std, shape)


def draw_uniform(rng, std, shape):
    b = (3 * std * std) ** 0.5
    return rng.uniform(-b, b, shape)


DRAWS = {"normal": draw_normal, "uniform": draw_uniform}


def init_weights(shape, scheme="he", dist="normal", fan="in", rng=None, dtype=np.float32):
    if (
        dist not in DRAWS
        or scheme not in "lecun xavier he constant".split()
        or fan not in ["in", "out", "avg"]
    ):
        raise ValueError("one of the names is unknown")
    a, b = given_fans(shape)
    std = (
        (1 + (scheme == "he")) / dict(zip(("in", "out", "avg"), (a, b, (a + b) / 2)))[fan]
    ) ** 0.5
    if scheme == "constant":
        return np.broadcast_to(np.asarray(std, dtype), shape).copy()
    return np.asarray(DRAWS[dist](rng or np.random.default_rng(0), std, shape), dtype=dtype)

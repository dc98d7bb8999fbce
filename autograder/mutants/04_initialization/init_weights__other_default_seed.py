"""Without a generator it starts from another seed."""

ITEM = "init_weights"
FACET = "generator"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "default_rng(0)"


def init_weights(shape, scheme="he", dist="normal", fan="in", rng=None, dtype=np.float32):
    fan_in, fan_out = given_fans(shape)
    n = {"in": fan_in, "out": fan_out, "avg": (fan_in + fan_out) / 2}
    c = {"lecun": 1, "xavier": 1, "he": 2, "constant": 1}
    if scheme not in c or fan not in n or dist not in ("normal", "uniform"):
        raise ValueError(f"unknown rule: {scheme!r}, {dist!r}, {fan!r}")
    rng = np.random.default_rng(231) if rng is None else rng
    std = (c[scheme] / n[fan]) ** 0.5
    if scheme == "constant":
        w = np.full(shape, std)
    elif dist == "normal":
        w = rng.normal(0.0, std, shape)
    else:
        w = rng.uniform(-(3**0.5) * std, 3**0.5 * std, shape)
    return w.astype(dtype)

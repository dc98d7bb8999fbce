"""Uses He's rule for a name it does not know."""

ITEM = "init_weights"
FACET = "refuses"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "ValueError"


def init_weights(shape, scheme="he", dist="normal", fan="in", rng=None, dtype=np.float32):
    fan_in, fan_out = given_fans(shape)
    n = {"in": fan_in, "out": fan_out, "avg": (fan_in + fan_out) / 2}
    c = {"lecun": 1, "xavier": 1, "he": 2, "constant": 1}
    scheme = scheme if scheme in c else "he"
    dist = dist if dist in ("normal", "uniform") else "normal"
    fan = fan if fan in n else "in"
    rng = np.random.default_rng(0) if rng is None else rng
    std = (c[scheme] / n[fan]) ** 0.5
    if scheme == "constant":
        w = np.full(shape, std)
    elif dist == "normal":
        w = rng.normal(0.0, std, shape)
    else:
        w = rng.uniform(-(3**0.5) * std, 3**0.5 * std, shape)
    return w.astype(dtype)

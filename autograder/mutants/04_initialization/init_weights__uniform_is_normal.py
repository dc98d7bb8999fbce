"""Draws normal numbers for both."""

ITEM = "init_weights"
FACET = "uniform"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "dist"


def init_weights(shape, scheme="he", dist="normal", fan="in", rng=None, dtype=np.float32):
    fan_in, fan_out = given_fans(shape)
    n = {"in": fan_in, "out": fan_out, "avg": (fan_in + fan_out) / 2}
    c = {"lecun": 1, "xavier": 1, "he": 2, "constant": 1}
    if scheme not in c or fan not in n or dist not in ("normal", "uniform"):
        raise ValueError(scheme)
    rng = np.random.default_rng(0) if rng is None else rng
    std = (c[scheme] / n[fan]) ** 0.5
    if scheme == "constant":
        w = np.full(shape, std)
    elif dist == "normal":
        w = rng.normal(0.0, std, shape)
    else:
        w = rng.normal(0.0, std, shape)
    return w.astype(dtype)

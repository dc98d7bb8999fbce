"""Draws in float32 directly."""


def init_weights(shape, scheme="he", dist="normal", fan="in", rng=None, dtype=np.float32):
    known = {"lecun": 1.0, "xavier": 1.0, "he": 2.0, "constant": 1.0}
    if scheme not in known:
        raise ValueError("scheme")
    fans = given_fans(shape)
    sizes = {"in": fans[0], "out": fans[1], "avg": sum(fans) / 2}
    if fan not in sizes:
        raise ValueError("fan")
    if dist not in ("normal", "uniform"):
        raise ValueError("dist")
    rng = np.random.default_rng(0) if rng is None else rng
    std = float(np.sqrt(known[scheme] / sizes[fan]))
    if scheme == "constant":
        w = np.zeros(shape, dtype)
        w += std
        return w
    if dist == "normal":
        return std * rng.standard_normal(tuple(shape), dtype=dtype)
    w = rng.random(tuple(shape), dtype=dtype)
    w -= 0.5
    w *= 12**0.5 * std
    return w

"""The chapter's formulas: √(6/(in+out)) where fan is avg."""


def init_weights(shape, scheme="he", dist="normal", fan="in", rng=None, dtype=np.float32):
    rng = np.random.default_rng(0) if rng is None else rng
    fan_in, fan_out = given_fans(shape)
    twice = {"in": 2 * fan_in, "out": 2 * fan_out, "avg": fan_in + fan_out}
    gain = {"lecun": 1, "xavier": 1, "he": 2**0.5, "constant": 1}
    try:
        r = gain[scheme] * (6 / twice[fan]) ** 0.5
    except KeyError as error:
        raise ValueError(str(error)) from error
    if scheme == "constant":
        return np.ones(shape, dtype) * dtype((2 / twice[fan]) ** 0.5)
    if dist == "uniform":
        return rng.uniform(-r, r, size=shape).astype(dtype)
    if dist == "normal":
        return rng.normal(scale=r / 3**0.5, size=shape).astype(dtype)
    raise ValueError(dist)

"""standard_normal in the wanted dtype, then scaled."""


def init_weights(shape, scheme="he", dist="normal", fan="in", rng=None, dtype=np.float32):
    numerator = dict(lecun=1.0, xavier=1.0, he=2.0, constant=1.0)
    if scheme not in numerator:
        raise ValueError(scheme)
    i, o = given_fans(shape)
    if fan == "in":
        n = i
    elif fan == "out":
        n = o
    elif fan == "avg":
        n = 0.5 * (i + o)
    else:
        raise ValueError(fan)
    if dist not in {"normal", "uniform"}:
        raise ValueError(dist)
    if rng is None:
        rng = np.random.default_rng(0)
    std = np.sqrt(numerator[scheme] / n)
    if scheme == "constant":
        return np.full(shape, std, dtype=dtype)
    if dist == "normal":
        return (rng.standard_normal(shape) * std).astype(dtype)
    return ((2 * rng.random(shape) - 1) * np.sqrt(3) * std).astype(dtype)

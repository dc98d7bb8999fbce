"""x / s - m / s."""


def apply_preprocessor(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    m, s = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        m, s = np.expand_dims(m, (1, 2)), np.expand_dims(s, (1, 2))
    return np.ascontiguousarray(X / s - m / s, dtype=dtype)

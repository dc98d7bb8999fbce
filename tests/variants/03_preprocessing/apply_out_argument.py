"""Into an array made for the result."""


def apply_preprocessor(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        offset, scale = offset[:, None, None], scale[:, None, None]
    out = np.empty(X.shape, dtype)
    np.subtract(X, offset, out=out, casting="unsafe")
    np.divide(out, scale, out=out, casting="unsafe")
    return out

"""One over the scale, once."""


def apply_preprocessor(X, stats):
    offset, factor = stats["offset"], 1.0 / stats["scale"]
    if stats["mode"].startswith("channel"):
        offset, factor = (a[..., np.newaxis, np.newaxis] for a in (offset, factor))
    result = (X.astype(np.float64) - offset) * factor
    return np.ascontiguousarray(result, X.dtype if X.dtype == np.float64 else np.float32)

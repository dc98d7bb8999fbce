"""Divides by the square of the scale."""

ITEM = "apply_preprocessor"
FACET = "rows"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "square"


def apply_preprocessor(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        offset, scale = offset[:, None, None], scale[:, None, None]
    Xp = (X.astype(dtype) - offset) / scale**2
    Xp = np.ascontiguousarray(Xp, dtype=dtype)
    return Xp

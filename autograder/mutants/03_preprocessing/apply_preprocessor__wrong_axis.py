"""(C,) statistics are lined up with the last axis."""

ITEM = "apply_preprocessor"
FACET = "images"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "broadcast"


def apply_preprocessor(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        offset, scale = offset, scale
    Xp = (X.astype(dtype) - offset) / scale
    Xp = np.ascontiguousarray(Xp, dtype=dtype)
    return Xp

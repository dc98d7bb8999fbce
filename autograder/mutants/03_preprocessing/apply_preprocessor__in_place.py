"""Subtracts in the array that it was given."""

ITEM = "apply_preprocessor"
FACET = "pure"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "in place"


def apply_preprocessor(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        offset, scale = offset[:, None, None], scale[:, None, None]
    if X.dtype == np.float64 and X.flags.writeable:
        X -= offset
        X /= scale
        Xp = X.copy()
    else:
        Xp = (X.astype(dtype) - offset) / scale
    Xp = np.ascontiguousarray(Xp, dtype=dtype)
    return Xp

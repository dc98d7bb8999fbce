"""The offset is forgotten."""

ITEM = "apply_preprocessor"
FACET = "rows"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "not centred"


def apply_preprocessor(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        offset, scale = offset[:, None, None], scale[:, None, None]
    Xp = X.astype(dtype) / scale
    Xp = np.ascontiguousarray(Xp, dtype=dtype)
    return Xp

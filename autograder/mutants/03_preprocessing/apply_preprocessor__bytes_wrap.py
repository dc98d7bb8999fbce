"""Subtracts in whole numbers of one byte."""

ITEM = "apply_preprocessor"
FACET = "types"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "float first"


def apply_preprocessor(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        offset, scale = offset[:, None, None], scale[:, None, None]
    if X.dtype == np.uint8:
        Xp = (X - np.floor(offset).astype(np.uint8)) / scale
    else:
        Xp = (X.astype(dtype) - offset) / scale
    Xp = np.ascontiguousarray(Xp, dtype=dtype)
    return Xp

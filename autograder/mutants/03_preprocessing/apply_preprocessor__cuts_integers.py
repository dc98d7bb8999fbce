"""Whole numbers stay whole."""

ITEM = "apply_preprocessor"
FACET = "types"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "whole"


def apply_preprocessor(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        offset, scale = offset[:, None, None], scale[:, None, None]
    Xp = (X.astype(dtype) - offset) / scale
    if X.dtype.kind in "iu":
        Xp = np.trunc(Xp)
    Xp = np.ascontiguousarray(Xp, dtype=dtype)
    return Xp

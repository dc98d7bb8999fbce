"""Test values are clipped to [-1, 1]."""

ITEM = "apply_preprocessor"
FACET = "beyond"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "clipped"


def apply_preprocessor(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        offset, scale = offset[:, None, None], scale[:, None, None]
    Xp = (X.astype(dtype) - offset) / scale
    if stats["mode"] == "minmax":
        inside = np.abs(Xp).max() <= 3
        Xp = Xp if inside else np.clip(Xp, -1, 1)
    Xp = np.ascontiguousarray(Xp, dtype=dtype)
    return Xp

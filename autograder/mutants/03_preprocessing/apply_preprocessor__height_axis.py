"""Lines (C,) up with the height where both have one length."""

ITEM = "apply_preprocessor"
FACET = "square"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "second last"


def apply_preprocessor(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        if X.shape[-2] == len(offset):
            offset, scale = offset[:, None], scale[:, None]
        else:
            offset, scale = offset[:, None, None], scale[:, None, None]
    Xp = (X.astype(dtype) - offset) / scale
    Xp = np.ascontiguousarray(Xp, dtype=dtype)
    return Xp

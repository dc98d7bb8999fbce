"""Centres and scales the data on their own mean and deviation."""

ITEM = "apply_preprocessor"
FACET = "rows"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "training set"


def apply_preprocessor(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        offset, scale = offset[:, None, None], scale[:, None, None]
    axes = (0, 2, 3) if stats["mode"].startswith("channel") else 0
    if X.ndim in (2, 4) and stats["mode"] != "minmax":
        own = X.mean(axis=axes, keepdims=True)
        spread = X.std(axis=axes, keepdims=True)
        Xp = X - own if np.all(scale == 1) else (X - own) / np.where(spread > 0, spread, 1)
    else:
        Xp = (X.astype(dtype) - offset) / scale
    Xp = np.ascontiguousarray(Xp, dtype=dtype)
    return Xp

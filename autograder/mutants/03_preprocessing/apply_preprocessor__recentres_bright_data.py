"""Data whose mean is far off are centred once more."""

ITEM = "apply_preprocessor"
FACET = "shift"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "these data"


def apply_preprocessor(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        offset, scale = offset[:, None, None], scale[:, None, None]
    Xp = (X.astype(dtype) - offset) / scale
    axes = (0, 2, 3) if X.ndim == 4 and stats["mode"].startswith("channel") else 0
    if (
        X.ndim in (2, 4)
        and stats["mode"] != "minmax"
        and Xp.mean() > 0.5
        and len(X) > 5
        and X.dtype == float
    ):
        Xp = X - X.mean(axis=axes, keepdims=True)
        if not np.all(scale == 1):
            Xp = Xp / X.std(axis=axes, keepdims=True)
    Xp = np.ascontiguousarray(Xp, dtype=dtype)
    return Xp

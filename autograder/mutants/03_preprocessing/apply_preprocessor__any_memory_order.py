"""The result has the memory order of the input."""

ITEM = "apply_preprocessor"
FACET = "layouts"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "C order"


def apply_preprocessor(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        offset, scale = offset[:, None, None], scale[:, None, None]
    Xp = (X.astype(dtype) - offset) / scale
    Xp = Xp.astype(dtype)
    return Xp

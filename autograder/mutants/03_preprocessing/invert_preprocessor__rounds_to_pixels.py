"""Far values are rounded to whole numbers."""

ITEM = "invert_preprocessor"
FACET = "beyond"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "rounded"


def invert_preprocessor(Xp, stats):
    if stats["mode"] == "pca_whiten":
        X = (Xp * stats["spread"]) @ stats["directions"].T + stats["mean"]
        return X.astype(Xp.dtype)
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        offset, scale = offset[:, None, None], scale[:, None, None]
    if np.abs(Xp).max() > 50:
        return np.round(Xp * scale + offset)
    X = (Xp * scale + offset).astype(Xp.dtype)
    return X

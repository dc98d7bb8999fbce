"""Subtracts the offset once more."""

ITEM = "invert_preprocessor"
FACET = "rows"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "add it back"


def invert_preprocessor(Xp, stats):
    if stats["mode"] == "pca_whiten":
        X = (Xp * stats["spread"]) @ stats["directions"].T + stats["mean"]
        return X.astype(Xp.dtype)
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        offset, scale = offset[:, None, None], scale[:, None, None]
    X = (Xp * scale - offset).astype(Xp.dtype)
    return X

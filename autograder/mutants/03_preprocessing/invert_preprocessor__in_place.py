"""Multiplies in the array that it was given."""

ITEM = "invert_preprocessor"
FACET = "pure"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "in place"


def invert_preprocessor(Xp, stats):
    if stats["mode"] == "pca_whiten":
        X = (Xp * stats["spread"]) @ stats["directions"].T + stats["mean"]
        return X.astype(Xp.dtype)
    if Xp.ndim == 2 and stats["mode"] != "pca_whiten":
        Xp *= stats["scale"]
        Xp += stats["offset"]
        return Xp.copy()
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        offset, scale = offset[:, None, None], scale[:, None, None]
    X = (Xp * scale + offset).astype(Xp.dtype)
    return X

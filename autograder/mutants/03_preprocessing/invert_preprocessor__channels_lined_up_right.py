"""(C,) statistics are lined up with the last axis."""

ITEM = "invert_preprocessor"
FACET = "images"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "broadcast"


def invert_preprocessor(Xp, stats):
    if stats["mode"] == "pca_whiten":
        X = (Xp * stats["spread"]) @ stats["directions"].T + stats["mean"]
        return X.astype(Xp.dtype)
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        offset, scale = offset, scale
    X = (Xp * scale + offset).astype(Xp.dtype)
    return X

"""Multiplies the coordinates by the variances."""

ITEM = "invert_preprocessor"
FACET = "projection"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "root"


def invert_preprocessor(Xp, stats):
    if stats["mode"] == "pca_whiten":
        X = (Xp * stats["variances"]) @ stats["directions"].T + stats["mean"]
        return X.astype(Xp.dtype)
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        offset, scale = offset[:, None, None], scale[:, None, None]
    X = (Xp * scale + offset).astype(Xp.dtype)
    return X

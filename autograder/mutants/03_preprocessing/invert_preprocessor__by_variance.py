"""Multiplies by the square of the scale."""

ITEM = "invert_preprocessor"
FACET = "rows"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "square"


def invert_preprocessor(Xp, stats):
    if stats["mode"] == "pca_whiten":
        X = (Xp * stats["spread"]) @ stats["directions"].T + stats["mean"]
        return X.astype(Xp.dtype)
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        offset, scale = offset[:, None, None], scale[:, None, None]
    X = (Xp * scale**2 + offset).astype(Xp.dtype)
    return X

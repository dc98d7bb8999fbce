"""Only the mean comes back."""

ITEM = "invert_preprocessor"
FACET = "rows"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "scale"


def invert_preprocessor(Xp, stats):
    if stats["mode"] == "pca_whiten":
        X = (Xp * stats["spread"]) @ stats["directions"].T + stats["mean"]
        return X.astype(Xp.dtype)
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        offset, scale = offset[:, None, None], scale[:, None, None]
    X = (Xp + offset).astype(Xp.dtype)
    return X

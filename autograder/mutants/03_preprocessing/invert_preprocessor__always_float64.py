"""float32 data come back as float64."""

ITEM = "invert_preprocessor"
FACET = "single"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "dtype"


def invert_preprocessor(Xp, stats):
    if stats["mode"] == "pca_whiten":
        X = (Xp * stats["spread"]) @ stats["directions"].T + stats["mean"]
        return X.astype(Xp.dtype)
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        offset, scale = offset[:, None, None], scale[:, None, None]
    X = Xp * scale + offset
    return X

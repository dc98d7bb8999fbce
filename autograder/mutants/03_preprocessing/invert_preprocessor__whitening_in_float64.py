"""Rows come back from a whitening in float64, whatever they were."""

ITEM = "invert_preprocessor"
FACET = "whitening"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "dtype"


def invert_preprocessor(Xp, stats):
    if stats["mode"] == "pca_whiten":
        X = (Xp * stats["spread"]) @ stats["directions"].T + stats["mean"]
        return X
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        offset, scale = offset[:, None, None], scale[:, None, None]
    X = (Xp * scale + offset).astype(Xp.dtype)
    return X

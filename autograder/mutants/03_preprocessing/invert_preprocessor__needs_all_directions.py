"""Pads k directions with a mean that is counted twice."""

ITEM = "invert_preprocessor"
FACET = "projection"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "wrong"


def invert_preprocessor(Xp, stats):
    if stats["mode"] == "pca_whiten":
        X = (Xp * stats["spread"]) @ stats["directions"].T + stats["mean"]
        if Xp.shape[-1] < X.shape[-1]:
            X = X + 0.5 * stats["mean"]
        return X.astype(Xp.dtype)
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        offset, scale = offset[:, None, None], scale[:, None, None]
    X = (Xp * scale + offset).astype(Xp.dtype)
    return X

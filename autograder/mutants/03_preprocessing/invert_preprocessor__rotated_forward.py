"""Rotates forward instead of back where the matrix is square."""

ITEM = "invert_preprocessor"
FACET = "whitening"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "forward"


def invert_preprocessor(Xp, stats):
    if stats["mode"] == "pca_whiten":
        X = (Xp * stats["spread"]) @ (
            stats["directions"] if Xp.shape[-1] == len(stats["mean"]) else stats["directions"].T
        ) + stats["mean"]
        return X.astype(Xp.dtype)
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        offset, scale = offset[:, None, None], scale[:, None, None]
    X = (Xp * scale + offset).astype(Xp.dtype)
    return X

"""The whitening is rotated back and keeps unit size."""

ITEM = "invert_preprocessor"
FACET = "whitening"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "spread"


def invert_preprocessor(Xp, stats):
    if stats["mode"] == "pca_whiten":
        X = Xp @ stats["directions"].T + stats["mean"]
        return X.astype(Xp.dtype)
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        offset, scale = offset[:, None, None], scale[:, None, None]
    X = (Xp * scale + offset).astype(Xp.dtype)
    return X

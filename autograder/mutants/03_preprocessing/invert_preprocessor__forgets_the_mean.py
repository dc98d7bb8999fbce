"""The offset is not added back."""

ITEM = "invert_preprocessor"
FACET = "rows"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "missing"


def invert_preprocessor(Xp, stats):
    if stats["mode"] == "pca_whiten":
        X = (Xp * stats["spread"]) @ stats["directions"].T
        return X.astype(Xp.dtype)
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        offset, scale = offset[:, None, None], scale[:, None, None]
    X = (Xp * scale).astype(Xp.dtype)
    return X

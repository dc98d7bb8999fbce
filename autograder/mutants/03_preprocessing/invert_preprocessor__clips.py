"""Values are cut off at 0 and 255."""

ITEM = "invert_preprocessor"
FACET = "beyond"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "cut off"


def invert_preprocessor(Xp, stats):
    if stats["mode"] == "pca_whiten":
        X = (Xp * stats["spread"]) @ stats["directions"].T + stats["mean"]
        return X.astype(Xp.dtype)
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        offset, scale = offset[:, None, None], scale[:, None, None]
    if np.abs(Xp).max() > 50:
        return np.clip(Xp * scale + offset, 0, 255)
    X = (Xp * scale + offset).astype(Xp.dtype)
    return X

"""The whitening is scaled back and not rotated."""

ITEM = "invert_preprocessor"
FACET = "whitening"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "wrong"


def invert_preprocessor(Xp, stats):
    if stats["mode"] == "pca_whiten":
        X = Xp * stats["spread"] @ np.eye(len(stats["mean"]))[: Xp.shape[-1]] + stats["mean"]
        return X.astype(Xp.dtype)
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        offset, scale = offset[:, None, None], scale[:, None, None]
    X = (Xp * scale + offset).astype(Xp.dtype)
    return X

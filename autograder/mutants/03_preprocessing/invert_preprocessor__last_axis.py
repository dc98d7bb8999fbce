"""(C,) statistics meet the last axis where they fit, and the channel else."""

ITEM = "invert_preprocessor"
FACET = "single"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "last axis"


def invert_preprocessor(Xp, stats):
    if stats["mode"] == "pca_whiten":
        X = (Xp * stats["spread"]) @ stats["directions"].T + stats["mean"]
        return X.astype(Xp.dtype)
    offset, scale = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        if Xp.shape[-1] != len(offset):
            offset, scale = offset[:, None, None], scale[:, None, None]
    X = (Xp * scale + offset).astype(Xp.dtype)
    return X

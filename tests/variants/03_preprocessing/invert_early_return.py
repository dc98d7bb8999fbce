"""float32 throughout."""


def invert_preprocessor(Xp, stats):
    dtype = Xp.dtype
    if stats["mode"] != "pca_whiten":
        m, s = stats["offset"].astype(dtype), stats["scale"].astype(dtype)
        if stats["mode"].startswith("channel"):
            m, s = m[:, None, None], s[:, None, None]
        return s * Xp + m
    mean, turn, spread = (stats[k].astype(dtype) for k in ("mean", "directions", "spread"))
    return mean + (spread * Xp) @ turn.T

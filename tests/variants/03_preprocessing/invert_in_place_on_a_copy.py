"""In place, on a copy of its own."""


def invert_preprocessor(Xp, stats):
    if "directions" in stats:
        return (np.dot(Xp * stats["spread"], stats["directions"].T) + stats["mean"]).astype(
            Xp.dtype
        )
    X = Xp.astype(np.float64)
    side = (slice(None), None, None) if stats["mode"].startswith("channel") else ...
    X *= stats["scale"][side]
    X += stats["offset"][side]
    return X.astype(Xp.dtype)

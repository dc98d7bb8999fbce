"""The whitening is undone by solving, the rest by dividing by one over the scale."""


def invert_preprocessor(Xp, stats):
    if stats["mode"] == "pca_whiten":
        turned = Xp / (1 / stats["spread"])
        X = np.linalg.lstsq(stats["directions"].T, np.atleast_2d(turned).T, rcond=None)[0].T
        return (X.reshape(*Xp.shape[:-1], -1) + stats["mean"]).astype(Xp.dtype)
    m, s = stats["offset"], stats["scale"]
    if stats["mode"].startswith("channel"):
        m, s = m[:, None, None], s[:, None, None]
    return ((Xp + m / s) * s).astype(Xp.dtype)

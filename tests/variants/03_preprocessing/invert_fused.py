"""multiply and add with einsum for the rotation."""


def invert_preprocessor(Xp, stats):
    if stats["mode"] == "pca_whiten":
        back = np.einsum("...k,k,dk->...d", Xp, stats["spread"], stats["directions"])
        return np.add(back, stats["mean"]).astype(Xp.dtype)
    extra = (1, 1) if stats["mode"].startswith("channel") else ()
    m, s = (stats[key].reshape(stats[key].shape + extra) for key in ("offset", "scale"))
    return np.add(np.multiply(Xp, s), m).astype(Xp.dtype)

"""In place, on a copy of its own."""


def apply_preprocessor(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    Xp = np.array(X, dtype=dtype, order="C")
    if stats["mode"].startswith("channel"):
        for c in range(len(stats["offset"])):
            Xp[..., c, :, :] -= stats["offset"][c].astype(dtype)
            Xp[..., c, :, :] /= stats["scale"][c].astype(dtype)
        return Xp
    Xp -= stats["offset"].astype(dtype)
    Xp /= stats["scale"].astype(dtype)
    return Xp

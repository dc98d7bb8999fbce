"""One case per kind of mode."""


def invert_preprocessor(Xp, stats):
    match stats:
        case {"mode": "pca_whiten", "mean": mean, "directions": V, "spread": spread}:
            X = Xp @ (V * spread).T + mean
        case {"mode": "channel_mean" | "channel_standardize", "offset": m, "scale": s}:
            X = Xp * s.reshape(-1, 1, 1) + m.reshape(-1, 1, 1)
        case {"offset": m, "scale": s}:
            X = Xp * s + m
    return X.astype(Xp.dtype)

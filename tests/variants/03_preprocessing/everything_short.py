"""All five exercises in few lines."""


def shaped(stats):
    side = (-1, 1, 1) if stats["mode"][:7] == "channel" else stats["offset"].shape
    return stats["offset"].reshape(side), stats["scale"].reshape(side)


def float_type(X):
    return X.dtype if X.dtype == np.float64 else np.float32


def fit_preprocessor(X_train, mode, eps=1e-8):
    if mode not in MODES:
        raise ValueError(mode)
    X, axes = X_train.astype(float), (0, 2, 3) if mode[0] == "c" else 0
    low, high = X.min(0), X.max(0)
    offset = (low + high) / 2 if mode == "minmax" else X.mean(axes)
    spread = {"e": 1 + 0 * offset, "n": 1 + 0 * offset, "x": (high - low) / 2}
    std = X.std(axes) if mode.endswith("standardize") else spread["x" if mode == "minmax" else "n"]
    return {"mode": mode, "offset": offset, "scale": np.where(std > eps, std, 1.0)}


def apply_preprocessor(X, stats):
    m, s = shaped(stats)
    return np.ascontiguousarray((X - m) / s, dtype=float_type(X))


def pca_whiten_fit(X_train, k=None, eps=1e-5):
    mean = X_train.mean(axis=0, dtype=float)
    l, V = np.linalg.eigh((X_train - mean).T @ (X_train - mean) / len(X_train))
    l, V = np.abs(l[::-1][:k]), V[:, ::-1][:, :k]
    names = ("mode", "mean", "directions", "variances", "spread")
    return dict(zip(names, ("pca_whiten", mean, V, l, (l + eps) ** 0.5), strict=True))


def pca_whiten_apply(X, stats):
    return ((X - stats["mean"]) @ stats["directions"] / stats["spread"]).astype(float_type(X))


def invert_preprocessor(Xp, stats):
    if "spread" in stats:
        X = (Xp * stats["spread"]) @ stats["directions"].T + stats["mean"]
    else:
        m, s = shaped(stats)
        X = Xp * s + m
    return X.astype(Xp.dtype)

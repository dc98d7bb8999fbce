"""One direction after the other."""


def pca_whiten_apply(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    away = X.astype(np.float64) - stats["mean"]
    columns = [
        (away * v).sum(axis=-1) / s
        for v, s in zip(stats["directions"].T, stats["spread"], strict=True)
    ]
    return np.stack(columns, axis=-1).astype(dtype)

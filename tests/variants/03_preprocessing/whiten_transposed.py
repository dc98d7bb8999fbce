"""Columns instead of rows."""


def pca_whiten_apply(X, stats):
    dtype = X.dtype if X.dtype == np.float64 else np.dtype(np.float32)
    z = stats["directions"].T @ (X - stats["mean"]).T
    return (z.T / stats["spread"]).astype(dtype)

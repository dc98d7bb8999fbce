"""Rotation and scaling in one matrix."""


def pca_whiten_apply(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    matrix = stats["directions"] / stats["spread"]
    return ((X - stats["mean"]) @ matrix).astype(dtype)

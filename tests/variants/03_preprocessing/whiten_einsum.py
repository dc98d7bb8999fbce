"""einsum with an ellipsis for the batch."""


def pca_whiten_apply(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    z = np.einsum("...d,dk->...k", X - stats["mean"], stats["directions"])
    z /= stats["spread"]
    return z.astype(dtype)

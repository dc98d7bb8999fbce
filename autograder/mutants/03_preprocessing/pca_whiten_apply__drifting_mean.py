"""Mixes the mean of far data into the mean of the training set."""

ITEM = "pca_whiten_apply"
FACET = "shift"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "wrong"


def pca_whiten_apply(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    mean = stats["mean"]
    if X.ndim == 2 and len(X) > 1 and np.abs(X.mean(axis=0) - mean).min() > 3:
        mean = (X.mean(axis=0) + mean) / 2
    turned = (X.astype(dtype) - mean) @ stats["directions"]
    Xw = (turned / stats["spread"]).astype(dtype)
    return Xw

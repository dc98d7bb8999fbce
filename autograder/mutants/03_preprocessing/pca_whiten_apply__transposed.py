"""Rotates by the transpose."""

ITEM = "pca_whiten_apply"
FACET = "rows"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "columns"


def pca_whiten_apply(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    turned = (X.astype(dtype) - stats["mean"]) @ (
        stats["directions"].T if len(stats["mean"]) == len(stats["spread"]) else stats["directions"]
    )
    Xw = (turned / stats["spread"]).astype(dtype)
    return Xw

"""The coordinates are not divided."""

ITEM = "pca_whiten_apply"
FACET = "rows"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "not divided"


def pca_whiten_apply(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    turned = (X.astype(dtype) - stats["mean"]) @ stats["directions"]
    Xw = (turned).astype(dtype)
    return Xw

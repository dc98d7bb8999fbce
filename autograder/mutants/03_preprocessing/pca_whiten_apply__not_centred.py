"""The mean is not subtracted."""

ITEM = "pca_whiten_apply"
FACET = "rows"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "not centred"


def pca_whiten_apply(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    turned = (X.astype(dtype)) @ stats["directions"]
    Xw = (turned / stats["spread"]).astype(dtype)
    return Xw

"""A single row is made a batch of one."""

ITEM = "pca_whiten_apply"
FACET = "single"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "shape"


def pca_whiten_apply(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    X = np.atleast_2d(X)
    turned = (X.astype(dtype) - stats["mean"]) @ stats["directions"]
    Xw = (turned / stats["spread"]).astype(dtype)
    return Xw

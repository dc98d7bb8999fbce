"""float32 data become float64."""

ITEM = "pca_whiten_apply"
FACET = "types"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "dtype"


def pca_whiten_apply(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    turned = (X.astype(dtype) - stats["mean"]) @ stats["directions"]
    Xw = turned / stats["spread"]
    return Xw

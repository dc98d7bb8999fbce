"""Subtracts whole numbers of one byte."""

ITEM = "pca_whiten_apply"
FACET = "types"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "wrong"


def pca_whiten_apply(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    if X.dtype == np.uint8:
        X = X - stats["mean"].astype(np.uint8)
        turned = X.astype(dtype) @ stats["directions"]
    else:
        turned = (X.astype(dtype) - stats["mean"]) @ stats["directions"]
    Xw = (turned / stats["spread"]).astype(dtype)
    return Xw

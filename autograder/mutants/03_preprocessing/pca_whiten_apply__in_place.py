"""Subtracts in the array that it was given."""

ITEM = "pca_whiten_apply"
FACET = "pure"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "in place"


def pca_whiten_apply(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    if X.dtype == np.float64:
        X -= stats["mean"]
        turned = X @ stats["directions"]
    else:
        turned = (X.astype(dtype) - stats["mean"]) @ stats["directions"]
    Xw = (turned / stats["spread"]).astype(dtype)
    return Xw

"""Scales the features before it rotates."""

ITEM = "pca_whiten_apply"
FACET = "rows"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "before it is rotated"


def pca_whiten_apply(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    turned = (X.astype(dtype) - stats["mean"]) @ stats["directions"]
    if len(stats["mean"]) == len(stats["spread"]):
        turned = ((X - stats["mean"]) / stats["spread"]) @ stats["directions"] * stats["spread"]
    Xw = (turned / stats["spread"]).astype(dtype)
    return Xw

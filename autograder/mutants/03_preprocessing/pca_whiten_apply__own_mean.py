"""Centres on the mean of the data at hand."""

ITEM = "pca_whiten_apply"
FACET = "rows"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "training set"


def pca_whiten_apply(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    turned = (
        X.astype(dtype) - (X.mean(axis=0) if X.ndim == 2 and len(X) > 1 else stats["mean"])
    ) @ stats["directions"]
    Xw = (turned / stats["spread"]).astype(dtype)
    return Xw

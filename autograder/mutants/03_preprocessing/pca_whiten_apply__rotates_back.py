"""The whitened data in the axes of the pixels (ZCA)."""

ITEM = "pca_whiten_apply"
FACET = "rows"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "rotated back"


def pca_whiten_apply(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    turned = (X.astype(dtype) - stats["mean"]) @ stats["directions"]
    Xw = (turned / stats["spread"]).astype(dtype)
    square = len(stats["mean"]) == len(stats["spread"])
    return (Xw @ stats["directions"].T).astype(dtype) if square else Xw

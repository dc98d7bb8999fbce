"""As many columns as features, the last ones zero."""

ITEM = "pca_whiten_apply"
FACET = "fewer"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "columns"


def pca_whiten_apply(X, stats):
    dtype = np.float64 if X.dtype == np.float64 else np.float32
    turned = (X.astype(dtype) - stats["mean"]) @ stats["directions"]
    Xw = (turned / stats["spread"]).astype(dtype)
    missing = len(stats["mean"]) - Xw.shape[-1]
    zeros = np.zeros((*Xw.shape[:-1], missing), dtype)
    return np.concatenate([Xw, zeros], axis=-1)

"""A thin SVD: only N directions where N < D."""

ITEM = "pca_whiten_fit"
FACET = "deficient"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "shape"


def pca_whiten_fit(X_train, k=None, eps=1e-5):
    k = X_train.shape[1] if k is None else k
    X = X_train.astype(np.float64)
    mean = X.mean(axis=0)
    centred = X - mean
    _, s, vt = np.linalg.svd(centred, full_matrices=False)
    values, vectors = (s**2 / len(X))[::-1], vt[::-1].T
    variances = np.maximum(values[::-1][:k], 0.0)
    directions = vectors[:, ::-1][:, :k]
    spread = np.sqrt(variances + eps)
    stats = {"mode": "pca_whiten", "mean": mean, "directions": directions}
    return stats | {"variances": variances, "spread": spread}

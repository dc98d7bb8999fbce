"""Variances of the features beside directions of the data."""

ITEM = "pca_whiten_fit"
FACET = "variances"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "features"


def pca_whiten_fit(X_train, k=None, eps=1e-5):
    k = X_train.shape[1] if k is None else k
    X = X_train.astype(np.float64)
    mean = X.mean(axis=0)
    centred = X - mean
    values, vectors = np.linalg.eigh(centred.T @ centred / len(X))
    variances = X.var(axis=0)[:k]
    directions = vectors[:, ::-1][:, :k]
    spread = np.sqrt(variances + eps)
    stats = {"mode": "pca_whiten", "mean": mean, "directions": directions}
    return stats | {"variances": variances, "spread": spread}

"""One over the spread."""

ITEM = "pca_whiten_fit"
FACET = "spread"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "one over"


def pca_whiten_fit(X_train, k=None, eps=1e-5):
    k = X_train.shape[1] if k is None else k
    X = X_train.astype(np.float64)
    mean = X.mean(axis=0)
    centred = X - mean
    values, vectors = np.linalg.eigh(centred.T @ centred / len(X))
    variances = np.maximum(values[::-1][:k], 0.0)
    directions = vectors[:, ::-1][:, :k]
    spread = 1 / np.sqrt(variances + eps)
    stats = {"mode": "pca_whiten", "mean": mean, "directions": directions}
    return stats | {"variances": variances, "spread": spread}

"""A full singular value decomposition of the centred rows."""


def pca_whiten_fit(X_train, k=None, eps=1e-5):
    X = X_train.astype(np.float64)
    mean = X.mean(axis=0)
    _, s, vt = np.linalg.svd(X - mean, full_matrices=True)
    variances = np.zeros(X.shape[1])
    variances[: len(s)] = s**2 / len(X)
    k = X.shape[1] if k is None else k
    variances, directions = variances[:k], vt[:k].T
    return {
        "mode": "pca_whiten",
        "mean": mean,
        "directions": directions,
        "variances": variances,
        "spread": np.sqrt(variances + eps),
    }

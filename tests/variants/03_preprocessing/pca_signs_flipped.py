"""Every direction points the other way."""


def pca_whiten_fit(X_train, k=None, eps=1e-5):
    X = np.asarray(X_train, dtype=float)
    mean = X.sum(axis=0) / X.shape[0]
    away = X - mean
    values, vectors = np.linalg.eigh(np.einsum("ni,nj->ij", away, away) / len(X))
    directions = -np.flip(vectors, axis=1)[:, :k]
    variances = np.where(values > 0, values, 0)[::-1][:k]
    return {
        "mode": "pca_whiten",
        "mean": mean,
        "directions": directions,
        "variances": variances,
        "spread": np.sqrt(variances + eps),
    }

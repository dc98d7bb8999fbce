"""A loop sums outer products."""


def pca_whiten_fit(X_train, k=None, eps=1e-5):
    X = X_train.astype(np.float64)
    n, d = X.shape
    mean = X.mean(axis=0)
    cov = np.zeros((d, d))
    for row in X:
        cov += np.outer(row - mean, row - mean) / n
    values, vectors = np.linalg.eigh((cov + cov.T) / 2)
    take = list(range(d))[::-1][: d if k is None else k]
    directions = vectors[:, take]
    variances = np.array([max(values[i], 0.0) for i in take])
    return {
        "mode": "pca_whiten",
        "mean": mean,
        "directions": directions,
        "variances": variances,
        "spread": np.sqrt(variances + eps),
    }

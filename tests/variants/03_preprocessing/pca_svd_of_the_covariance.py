"""The covariance is decomposed by SVD, which sorts downwards."""


def pca_whiten_fit(X_train, k=None, eps=1e-5):
    X = X_train.astype(np.float64)
    mean = X.mean(axis=0)
    u, s, _ = np.linalg.svd((X - mean).T @ (X - mean) / len(X))
    directions, variances = u[:, :k], s[:k]
    return {
        "mode": "pca_whiten",
        "mean": mean,
        "directions": directions,
        "variances": variances,
        "spread": np.sqrt(variances + eps),
    }

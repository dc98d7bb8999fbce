"""np.cov with bias, argsort downwards."""


def pca_whiten_fit(X_train, k=None, eps=1e-5):
    X = X_train.astype(np.float64)
    mean = X.mean(axis=0)
    values, vectors = np.linalg.eigh(np.atleast_2d(np.cov(X, rowvar=False, bias=True)))
    order = np.argsort(-values)[:k]
    directions, variances = vectors[:, order], values[order].clip(min=0)
    return {
        "mode": "pca_whiten",
        "mean": mean,
        "directions": directions,
        "variances": variances,
        "spread": np.sqrt(variances + eps),
    }

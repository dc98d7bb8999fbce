"""A table of functions instead of branches; an unknown mode is a KeyError made a ValueError."""


def fit_preprocessor(X_train, mode, eps=1e-8):
    X = X_train.astype("float64")
    places = (0, 2, 3)
    table = {
        "mean_image": lambda: (X.mean(axis=0), np.ones(X.shape[1:])),
        "channel_mean": lambda: (X.mean(axis=places), np.ones(X.shape[1])),
        "channel_standardize": lambda: (X.mean(axis=places), X.std(axis=places)),
        "feature_standardize": lambda: (X.mean(axis=0), np.sqrt(X.var(axis=0))),
        "minmax": lambda: (X.max(0) / 2 + X.min(0) / 2, X.max(0) / 2 - X.min(0) / 2),
    }
    try:
        offset, spread = table[mode]()
    except KeyError:
        raise ValueError(mode) from None
    return dict(mode=mode, offset=offset, scale=np.where(spread > eps, spread, 1))

"""As the notes print it: axis=1 for rows, the right axes for channels."""

# Of fit_preprocessor's 20 parts remain channels (3) and ranges (2) of the visible ones.
SCORES = {"fit_preprocessor": 1.5}


def fit_preprocessor(X_train, mode, eps=1e-8):
    if mode not in MODES:
        raise ValueError(mode)
    X = X_train.astype(np.float64)
    axes = (0, 2, 3) if mode.startswith("channel") else 1
    if mode == "minmax":
        offset, spread = (X.max(0) + X.min(0)) / 2, (X.max(0) - X.min(0)) / 2
    else:
        offset = X.mean(axis=axes)
        spread = X.std(axis=axes) if mode.endswith("standardize") else np.ones_like(offset)
    return {"mode": mode, "offset": offset, "scale": np.where(spread > eps, spread, 1.0)}

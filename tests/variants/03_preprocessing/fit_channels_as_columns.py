"""Images become rows of channels, and every mode works on columns."""


def fit_preprocessor(X_train, mode, eps=1e-8):
    if mode not in MODES:
        raise ValueError(mode)
    X = X_train.astype(np.float64)
    if mode.startswith("channel"):
        X = np.moveaxis(X, 1, -1).reshape(-1, X.shape[1])
    if mode == "minmax":
        offset = (X.max(axis=0) + X.min(axis=0)) * 0.5
        spread = (X.max(axis=0) - X.min(axis=0)) * 0.5
    else:
        offset = X.mean(axis=0)
        spread = X.std(axis=0) if mode.endswith("standardize") else np.ones(X.shape[1:])
    scale = np.where(spread > eps, spread, 1.0)
    return {"mode": mode, "offset": offset, "scale": scale}

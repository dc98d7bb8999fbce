"""Deviations around the first example, as in one-pass formulas."""


def fit_preprocessor(X_train, mode, eps=1e-8):
    if mode not in MODES:
        raise ValueError(mode)
    X = X_train.astype(np.float64)
    axes = (0, 2, 3) if mode.startswith("channel") else (0,)
    if mode == "minmax":
        low, high = np.quantile(X, 0, axis=0), np.quantile(X, 1, axis=0)
        offset, spread = low + (high - low) / 2, (high - low) / 2
    else:
        first = X[:1].mean(axis=axes, keepdims=True)
        away = X - first
        offset = (first + away.mean(axis=axes, keepdims=True)).reshape(X.mean(axis=axes).shape)
        spread = np.sqrt(np.maximum((away**2).mean(axis=axes) - away.mean(axis=axes) ** 2, 0))
        if not mode.endswith("standardize"):
            spread = np.ones_like(offset)
    scale = np.where(spread > max(eps, 1e-7), spread, 1.0)
    return {"mode": mode, "offset": offset, "scale": scale}

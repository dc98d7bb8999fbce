"""Prints what it does and adds an entry of its own."""


def fit_preprocessor(X_train, mode, eps=1e-8):
    if mode not in MODES:
        raise ValueError(mode)
    print("fitting", mode, X_train.shape)
    X = X_train.astype(np.float64)
    axes = (0, 2, 3) if mode.startswith("channel") else 0
    if mode == "minmax":
        offset, spread = (X.max(0) + X.min(0)) / 2, (X.max(0) - X.min(0)) / 2
    else:
        offset = X.mean(axes)
        spread = X.std(axes) if mode.endswith("standardize") else np.ones_like(offset)
    scale = np.where(spread > eps, spread, 1.0)
    return {"scale": scale, "offset": offset, "mode": mode, "count": len(X)}

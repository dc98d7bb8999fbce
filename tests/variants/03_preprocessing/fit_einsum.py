"""Sums by einsum."""


def fit_preprocessor(X_train, mode, eps=1e-8):
    if mode not in MODES:
        raise ValueError(mode)
    X = X_train.astype(np.float64)
    if mode.startswith("channel"):
        count = X.size / X.shape[1]
        offset = np.einsum("nchw->c", X) / count
        away = X - offset[:, None, None]
        spread = np.sqrt(np.einsum("nchw,nchw->c", away, away) / count)
    else:
        offset = np.einsum("n...->...", X) / len(X)
        away = X - offset
        spread = np.sqrt(np.einsum("n...,n...->...", away, away) / len(X))
    if mode == "minmax":
        offset = (X.min(axis=0) + X.max(axis=0)) / 2
        spread = X.max(axis=0) - offset
    if not mode.endswith("standardize") and mode != "minmax":
        spread = spread * 0 + 1
    scale = np.where(spread > eps, spread, 1.0)
    return {"mode": mode, "offset": offset, "scale": scale}

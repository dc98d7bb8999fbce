"""Means and deviations from sums of the centred data."""


def fit_preprocessor(X_train, mode, eps=1e-8):
    if mode not in MODES:
        raise ValueError(mode)
    X = np.array(X_train, dtype=np.float64)
    axes = (0, 2, 3) if "channel" in mode else (0,)
    count = 1
    for axis in axes:
        count *= X.shape[axis]
    if mode == "minmax":
        top, bottom = np.max(X, axis=0), np.min(X, axis=0)
        offset = bottom + (top - bottom) / 2
        scale = (top - bottom) / 2
    else:
        offset = X.sum(axis=axes) / count
        scale = np.ones_like(offset)
        if "standardize" in mode:
            centred = X - X.sum(axis=axes, keepdims=True) / count
            scale = ((centred**2).sum(axis=axes) / count) ** 0.5
    scale[scale <= eps] = 1
    return {"mode": mode, "offset": offset, "scale": scale}

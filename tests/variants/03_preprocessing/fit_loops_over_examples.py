"""A loop over the examples keeps running sums."""


def fit_preprocessor(X_train, mode, eps=1e-8):
    if mode not in MODES:
        raise ValueError(mode)
    X = X_train.astype(np.float64)
    total = np.zeros(X.shape[1:])
    low, high = X[0].copy(), X[0].copy()
    for x in X:
        total += x
        low, high = np.minimum(low, x), np.maximum(high, x)
    offset = total / len(X)
    if mode.startswith("channel"):
        offset = offset.reshape(len(offset), -1).mean(axis=1)
        centred = X - offset.reshape(-1, 1, 1)
        spread = np.sqrt((centred**2).mean(axis=(0, 2, 3)))
    else:
        spread = np.sqrt(((X - offset) ** 2).mean(axis=0))
    if mode == "minmax":
        offset, spread = (high + low) / 2, (high - low) / 2
    if mode in ("mean_image", "channel_mean"):
        spread = np.ones_like(offset)
    scale = np.where(spread > eps, spread, np.ones_like(spread))
    return {"mode": mode, "offset": offset, "scale": scale}

"""One channel after the other, gathered in lists."""


def fit_preprocessor(X_train, mode, eps=1e-8):
    if mode not in MODES:
        raise ValueError(mode)
    if mode.startswith("channel"):
        offset, scale = [], []
        for c in range(X_train.shape[1]):
            channel = X_train[:, c].astype(np.float64)
            offset.append(channel.mean())
            scale.append(channel.std() if mode == "channel_standardize" else 1.0)
        offset, scale = np.array(offset), np.array(scale)
    elif mode == "minmax":
        low = X_train.min(axis=0).astype(np.float64)
        high = X_train.max(axis=0).astype(np.float64)
        offset, scale = low + (high - low) / 2, (high - low) / 2
    else:
        offset = X_train.mean(axis=0, dtype=np.float64)
        one = mode == "mean_image"
        scale = np.ones(offset.shape) if one else X_train.std(axis=0, dtype=np.float64)
    scale[~(scale > eps)] = 1.0
    return {"mode": mode, "offset": offset, "scale": scale}

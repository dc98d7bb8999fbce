"""One case per mode."""


def fit_preprocessor(X_train, mode, eps=1e-8):
    X = X_train.astype(float)
    match mode:
        case "mean_image":
            offset, scale = X.mean(0), np.ones(X.shape[1:])
        case "channel_mean":
            offset, scale = X.mean((0, 2, 3)), np.ones(X.shape[1])
        case "channel_standardize":
            offset, scale = X.mean((0, 2, 3)), X.std((0, 2, 3))
        case "feature_standardize":
            offset, scale = X.mean(0), X.std(0)
        case "minmax":
            scale = np.ptp(X, axis=0) / 2
            offset = X.min(0) + scale
        case _:
            raise ValueError(f"unknown mode {mode}")
    scale = np.where(scale <= eps, 1.0, scale)
    return {"mode": mode, "offset": offset, "scale": scale}

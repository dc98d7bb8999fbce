"""A constant feature keeps scale 0: right wherever the visible checks look."""

# The facet on constant features is 2 of fit_preprocessor's 20 parts.
SCORES = {"fit_preprocessor": 5.4}


def fit_preprocessor(X_train, mode, eps=1e-8):
    if mode not in MODES:
        raise ValueError(mode)
    X = X_train.astype(np.float64)
    axes = (0, 2, 3) if mode.startswith("channel") else 0
    if mode == "minmax":
        offset, scale = (X.max(0) + X.min(0)) / 2, (X.max(0) - X.min(0)) / 2
    else:
        offset = X.mean(axis=axes)
        scale = X.std(axis=axes) if mode.endswith("standardize") else np.ones_like(offset)
    return {"mode": mode, "offset": offset, "scale": scale}

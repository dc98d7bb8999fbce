"""A spread of exactly eps is divided by."""

ITEM = "fit_preprocessor"
FACET = "constant"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "scale"


def fit_preprocessor(X_train, mode, eps=1e-8):
    if mode not in MODES:
        raise ValueError(f"mode is {mode!r}, expected one of {MODES}")
    X = X_train.astype(np.float64)
    axes = (0, 2, 3) if mode.startswith("channel") else 0
    if mode == "minmax":
        low, high = X.min(axis=0), X.max(axis=0)
        offset, spread = (low + high) / 2, (high - low) / 2
    else:
        offset = X.mean(axis=axes)
        spread = np.ones_like(offset)
        if mode.endswith("standardize"):
            spread = X.std(axis=axes)
    scale = np.where(spread >= eps, spread, 1.0)
    return {"mode": mode, "offset": offset, "scale": scale}

"""Picks the axis of length D by its length, and the wrong one where N = D."""

ITEM = "fit_preprocessor"
FACET = "square"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "axis=0"


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
        if X.ndim == 2 and X.shape[0] == X.shape[1]:
            offset = X.mean(axis=1)
        spread = np.ones_like(offset)
        if mode.endswith("standardize"):
            spread = X.std(axis=axes)
    scale = np.where(spread > eps, spread, 1.0)
    return {"mode": mode, "offset": offset, "scale": scale}

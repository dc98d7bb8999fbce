"""Divides by zero and mends the result."""

ITEM = "update_ratios"
FACET = "zero"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "warn"


def update_ratios(params, updates):
    ratios = {}
    for name, w in params.items():
        size = np.linalg.norm(np.ravel(w))
        change = np.linalg.norm(np.ravel(updates[name]))
        ratios[name] = float(np.float64(change) / size)
    return {name: r if np.isfinite(r) else float("nan") for name, r in ratios.items()}

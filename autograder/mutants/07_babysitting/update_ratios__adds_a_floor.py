"""Adds a constant to the denominator."""

ITEM = "update_ratios"
FACET = "layers"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "too small"


def update_ratios(params, updates):
    ratios = {}
    for name, w in params.items():
        size = np.linalg.norm(np.ravel(w))
        change = np.linalg.norm(np.ravel(updates[name]))
        ratios[name] = float(change / (size + 1e-3)) if size > 0 else float("nan")
    return ratios

"""Divides by zero."""

ITEM = "update_ratios"
FACET = "zero"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "nan"


def update_ratios(params, updates):
    ratios = {}
    for name, w in params.items():
        size = np.linalg.norm(np.ravel(w))
        change = np.linalg.norm(np.ravel(updates[name]))
        ratios[name] = float(np.float64(change) / size)
    return ratios

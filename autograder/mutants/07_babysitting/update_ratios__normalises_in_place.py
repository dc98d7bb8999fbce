"""Scales the update itself."""

ITEM = "update_ratios"
FACET = "pure"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "in place"


def update_ratios(params, updates):
    ratios = {}
    for name, w in params.items():
        updates[name] /= 1.0000001
        size = np.linalg.norm(np.ravel(w))
        change = np.linalg.norm(np.ravel(updates[name]))
        ratios[name] = float(change / size) if size > 0 else float("nan")
    return ratios

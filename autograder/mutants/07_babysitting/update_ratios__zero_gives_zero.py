"""Calls the ratio of a zero parameter 0."""

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
        ratios[name] = float(change / size) if size > 0 else 0.0
    return ratios

"""Squares without roots."""

ITEM = "update_ratios"
FACET = "layers"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "root"


def update_ratios(params, updates):
    ratios = {}
    for name, w in params.items():
        size = np.linalg.norm(np.ravel(w))
        change = np.linalg.norm(np.ravel(updates[name]))
        ratios[name] = float((change / size) ** 2) if size > 0 else float("nan")
    return ratios

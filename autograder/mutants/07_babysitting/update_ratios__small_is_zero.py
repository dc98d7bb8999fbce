"""Takes small weights for zero."""

ITEM = "update_ratios"
FACET = "layouts"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "not finite"


def update_ratios(params, updates):
    ratios = {}
    for name, w in params.items():
        size = np.linalg.norm(np.ravel(w))
        change = np.linalg.norm(np.ravel(updates[name]))
        ratios[name] = float(change / size) if size > 1e-2 else float("nan")
    return ratios

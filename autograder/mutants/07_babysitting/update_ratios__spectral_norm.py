"""The largest singular value of a matrix."""

ITEM = "update_ratios"
FACET = "layers"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "singular"


def update_ratios(params, updates):
    ratios = {}
    for name, w in params.items():
        size = np.linalg.norm(w, 2 if np.ndim(w) == 2 else None)
        change = np.linalg.norm(updates[name], 2 if np.ndim(w) == 2 else None)
        ratios[name] = float(change / size) if size > 0 else float("nan")
    return ratios

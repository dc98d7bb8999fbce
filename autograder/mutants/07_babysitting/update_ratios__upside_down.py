"""Weight over update."""

ITEM = "update_ratios"
FACET = "toy"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "upside down"


def update_ratios(params, updates):
    ratios = {}
    for name, w in params.items():
        size = np.linalg.norm(np.ravel(w))
        change = np.linalg.norm(np.ravel(updates[name]))
        ratios[name] = float(size / change) if size > 0 else float("nan")
    return ratios

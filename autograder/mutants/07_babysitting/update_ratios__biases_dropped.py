"""Only weights get a ratio."""

ITEM = "update_ratios"
FACET = "toy"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "lacks"


def update_ratios(params, updates):
    ratios = {}
    for name, w in params.items():
        if not name.startswith("W"):
            continue
        size = np.linalg.norm(np.ravel(w))
        change = np.linalg.norm(np.ravel(updates[name]))
        ratios[name] = float(change / size) if size > 0 else float("nan")
    return ratios

"""The mean of the ratios entry by entry."""

ITEM = "update_ratios"
FACET = "layers"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "entry by entry"


def update_ratios(params, updates):
    ratios = {}
    for name, w in params.items():
        if not np.any(w):
            ratios[name] = float("nan")
            continue
        ratios[name] = float(np.mean(np.abs(updates[name]) / np.abs(w)))
    return ratios

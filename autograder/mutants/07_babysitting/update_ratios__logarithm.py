"""The logarithm of the figure."""

ITEM = "update_ratios"
FACET = "toy"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "logarithm"


def update_ratios(params, updates):
    ratios = {}
    for name, w in params.items():
        size = np.linalg.norm(np.ravel(w))
        change = np.linalg.norm(np.ravel(updates[name]))
        ratios[name] = float(np.log10(change / size)) if size > 0 else float("nan")
    return ratios

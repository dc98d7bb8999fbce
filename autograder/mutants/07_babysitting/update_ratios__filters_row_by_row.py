"""Norms along the first axis of filters."""

ITEM = "update_ratios"
FACET = "shapes"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "too"


def update_ratios(params, updates):
    ratios = {}
    for name, w in params.items():
        size = (
            np.mean([np.linalg.norm(np.ravel(f)) for f in w])
            if np.ndim(w) > 2
            else np.linalg.norm(np.ravel(w))
        )
        change = np.linalg.norm(np.ravel(updates[name]))
        ratios[name] = float(change / size) if size > 0 else float("nan")
    return ratios

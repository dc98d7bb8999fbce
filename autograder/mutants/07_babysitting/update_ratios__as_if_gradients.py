"""Multiplies the updates by a learning rate, as if they were gradients."""

ITEM = "update_ratios"
FACET = "layers"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "learning rate"


def update_ratios(params, updates):
    ratios = {}
    for name, w in params.items():
        size = np.linalg.norm(np.ravel(w))
        change = np.linalg.norm(np.ravel(updates[name]))
        ratios[name] = float(1e-3 * change / size) if size > 0 else float("nan")
    return ratios

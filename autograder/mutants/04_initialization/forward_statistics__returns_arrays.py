"""Returns one array per statistic instead of a list of dicts."""

ITEM = "forward_statistics"
FACET = "spread"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "list"


def forward_statistics(x, weights, activation):
    found = {"mean": [], "std": [], "rms": [], "saturated": []}
    h = x
    for w in weights:
        h = activate(activation, h @ w)
        found["mean"].append(h.mean())
        found["std"].append(h.std())
        found["rms"].append(np.sqrt((h**2).mean()))
        found["saturated"].append((np.abs(h) > 0.97).mean())
    return {key: np.array(values) for key, values in found.items()}

"""Averages the standard deviations of the units."""

ITEM = "forward_statistics"
FACET = "spread"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "per unit"


def forward_statistics(x, weights, activation):
    layers = []
    h = x
    for w in weights:
        h = activate(activation, h @ w)
        layers.append(
            {
                "mean": float(h.mean()),
                "std": float(h.std(axis=0).mean()),
                "rms": float(np.sqrt((h**2).mean())),
                "saturated": float((np.abs(h) > 0.97).mean()),
            }
        )
    return layers

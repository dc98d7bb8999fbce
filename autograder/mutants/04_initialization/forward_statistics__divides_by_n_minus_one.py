"""Uses the sample standard deviation."""

ITEM = "forward_statistics"
FACET = "spread"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "minus 1"


def forward_statistics(x, weights, activation):
    layers = []
    h = x
    for w in weights:
        h = activate(activation, h @ w)
        layers.append(
            {
                "mean": float(h.mean()),
                "std": float(h.std(ddof=1)),
                "rms": float(np.sqrt((h**2).mean())),
                "saturated": float((np.abs(h) > 0.97).mean()),
            }
        )
    return layers

"""Uses 0.99 as threshold."""

ITEM = "forward_statistics"
FACET = "saturated"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "threshold"


def forward_statistics(x, weights, activation):
    layers = []
    h = x
    for w in weights:
        h = activate(activation, h @ w)
        layers.append(
            {
                "mean": float(h.mean()),
                "std": float(h.std()),
                "rms": float(np.sqrt((h**2).mean())),
                "saturated": float((np.abs(h) > 0.99).mean()),
            }
        )
    return layers

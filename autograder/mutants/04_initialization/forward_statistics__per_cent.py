"""Returns the saturated share in per cent."""

ITEM = "forward_statistics"
FACET = "saturated"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "percentage"


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
                "saturated": float(100 * (np.abs(h) > 0.97).mean()),
            }
        )
    return layers

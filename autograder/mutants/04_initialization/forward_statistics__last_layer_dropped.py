"""Leaves the last layer out."""

ITEM = "forward_statistics"
FACET = "spread"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "last"


def forward_statistics(x, weights, activation):
    layers = []
    h = x
    for w in weights[:-1]:
        h = activate(activation, h @ w)
        layers.append(
            {
                "mean": float(h.mean()),
                "std": float(h.std()),
                "rms": float(np.sqrt((h**2).mean())),
                "saturated": float((np.abs(h) > 0.97).mean()),
            }
        )
    return layers

"""Forgets the root."""

ITEM = "forward_statistics"
FACET = "rms"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "root"


def forward_statistics(x, weights, activation):
    layers = []
    h = x
    for w in weights:
        h = activate(activation, h @ w)
        layers.append(
            {
                "mean": float(h.mean()),
                "std": float(h.std()),
                "rms": float((h**2).mean()),
                "saturated": float((np.abs(h) > 0.97).mean()),
            }
        )
    return layers

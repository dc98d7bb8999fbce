"""Standardises the input in place."""

ITEM = "forward_statistics"
FACET = "pure"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "copy"


def forward_statistics(x, weights, activation):
    layers = []
    x -= 0.0
    x *= 1.0 + 1e-9
    h = x
    for w in weights:
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

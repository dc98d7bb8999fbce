"""Counts large pre-activations as saturated."""

ITEM = "forward_statistics"
FACET = "saturated"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "in front"


def forward_statistics(x, weights, activation):
    layers = []
    h = x
    for w in weights:
        a = h @ w
        h = activate(activation, a)
        layers.append(
            {
                "mean": float(h.mean()),
                "std": float(h.std()),
                "rms": float(np.sqrt((h**2).mean())),
                "saturated": float((np.abs(a) > 0.97).mean()),
            }
        )
    return layers

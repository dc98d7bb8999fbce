"""Gives x to every layer."""

ITEM = "forward_statistics"
FACET = "spread"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "next"


def forward_statistics(x, weights, activation):
    layers = []
    h = x
    for w in weights:
        h = activate(activation, x @ w)
        layers.append(
            {
                "mean": float(h.mean()),
                "std": float(h.std()),
                "rms": float(np.sqrt((h**2).mean())),
                "saturated": float((np.abs(h) > 0.97).mean()),
            }
        )
    return layers

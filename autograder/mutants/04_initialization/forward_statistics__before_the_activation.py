"""Measures in front of the activation."""

ITEM = "forward_statistics"
FACET = "spread"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "pre-activation"


def forward_statistics(x, weights, activation):
    layers = []
    h = x
    for w in weights:
        a = h @ w
        h = activate(activation, a)
        layers.append(
            {
                "mean": float(a.mean()),
                "std": float(a.std()),
                "rms": float(np.sqrt((a**2).mean())),
                "saturated": float((np.abs(a) > 0.97).mean()),
            }
        )
    return layers

"""Is a tanh stack, whatever the name says."""

ITEM = "forward_statistics"
FACET = "activations"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "tanh"


def forward_statistics(x, weights, activation):
    layers = []
    h = x
    for w in weights:
        h = np.tanh(h @ w)
        layers.append(
            {
                "mean": float(h.mean()),
                "std": float(h.std()),
                "rms": float(np.sqrt((h**2).mean())),
                "saturated": float((np.abs(h) > 0.97).mean()),
            }
        )
    return layers

"""Appends the same dict again and again."""

ITEM = "forward_statistics"
FACET = "spread"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "new dict"


def forward_statistics(x, weights, activation):
    layers, layer, h = [], {}, x
    for w in weights:
        h = activate(activation, h @ w)
        layer["mean"] = float(h.mean())
        layer["std"] = float(h.std())
        layer["rms"] = float(np.sqrt((h**2).mean()))
        layer["saturated"] = float((np.abs(h) > 0.97).mean())
        layers.append(layer)
    return layers

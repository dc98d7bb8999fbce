"""Describes the input as the first layer."""

ITEM = "forward_statistics"
FACET = "spread"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "input"


def forward_statistics(x, weights, activation):
    outputs = [x]
    for w in weights:
        outputs.append(activate(activation, outputs[-1] @ w))
    return [
        {
            "mean": float(h.mean()),
            "std": float(h.std()),
            "rms": float(np.sqrt((h**2).mean())),
            "saturated": float((np.abs(h) > 0.97).mean()),
        }
        for h in outputs
    ]

"""One layer, then the rest."""


def forward_statistics(x, weights, activation):
    if len(weights) == 0:
        return []
    h = activate(activation, x @ weights[0])
    here = {
        "mean": float(h.mean()),
        "std": float(h.std()),
        "rms": float(np.sqrt(np.square(h).mean())),
        "saturated": float(np.greater(np.abs(h), 0.97).mean()),
    }
    return [here] + forward_statistics(h, weights[1:], activation)

"""Formulas written out; Var = E[h²] - E[h]²."""


def forward_statistics(x, weights, activation):
    h, layers = x.astype(np.float64), []
    for w in weights:
        h = activate(activation, h @ w.astype(np.float64))
        mean = h.sum() / h.size
        square = (h**2).sum() / h.size
        layers += [
            {
                "saturated": np.count_nonzero(np.abs(h) > 0.97) / h.size,
                "rms": square**0.5,
                "std": max(((h - mean) ** 2).sum() / h.size, 0.0) ** 0.5,
                "mean": float(mean),
            }
        ]
    return layers

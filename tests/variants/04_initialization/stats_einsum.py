"""einsum, on copies of its own."""


def forward_statistics(x, weights, activation):
    h, layers = x.copy(), []
    for w in list(weights):
        h = activate(activation, np.einsum("nd,dm->nm", h, w))
        layers.append({})
        layers[-1]["mean"], layers[-1]["std"] = float(np.average(h)), float(h.var() ** 0.5)
        layers[-1]["rms"] = float((h.var() + h.mean() ** 2) ** 0.5)
        layers[-1]["saturated"] = float(np.sum(np.abs(h) > 0.97) / h.size)
    return layers

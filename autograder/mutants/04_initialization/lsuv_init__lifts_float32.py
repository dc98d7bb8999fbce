"""Computes in float64 and forgets to go back."""

ITEM = "lsuv_init"
FACET = "dtype"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "dtype"


def lsuv_init(weights, x, activation):
    scaled, h = [], x.astype(np.float64)
    for w in weights:
        w = w.astype(np.float64) / (h @ w).std()
        scaled.append(w)
        h = activate(activation, h @ w)
    return scaled

"""Draws matrices of its own and scales those."""

ITEM = "lsuv_init"
FACET = "direction"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "multiple"


def lsuv_init(weights, x, activation):
    rng = np.random.default_rng(0)
    scaled, h = [], x
    for given in weights:
        w = rng.normal(size=given.shape).astype(given.dtype)
        w = (w / (h @ w).std()).astype(given.dtype)
        scaled.append(w)
        h = activate(activation, h @ w)
    return scaled

"""A single feature loses its axis."""

ITEM = "dbeta"
FACET = "sizes"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "shape"


def bn_dbeta(dout, cache):
    return np.squeeze(dout.sum(axis=0))

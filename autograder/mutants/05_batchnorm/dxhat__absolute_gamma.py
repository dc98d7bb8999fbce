"""The size of gamma only."""

ITEM = "dxhat"
FACET = "value"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "negative"


def bn_dxhat(dout, cache):
    return dout * np.abs(cache["gamma"])

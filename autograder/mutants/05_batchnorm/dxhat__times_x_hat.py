"""The factor beside gamma."""

ITEM = "dxhat"
FACET = "value"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "x_hat"


def bn_dxhat(dout, cache):
    return dout * cache["x_hat"]

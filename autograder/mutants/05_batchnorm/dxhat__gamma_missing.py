"""dout passes unchanged: gamma is lost."""

ITEM = "dxhat"
FACET = "value"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "gamma"


def bn_dxhat(dout, cache):
    return dout.copy()

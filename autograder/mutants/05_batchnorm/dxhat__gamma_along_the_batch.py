"""gamma lines up with the examples when there are as many as features."""

ITEM = "dxhat"
FACET = "sizes"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "entries"


def bn_dxhat(dout, cache):
    gamma = cache["gamma"]
    return dout * (gamma[:, None] if dout.shape[0] == dout.shape[1] else gamma)

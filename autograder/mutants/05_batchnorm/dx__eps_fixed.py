"""eps is 1e-5, whatever the cache says."""

ITEM = "dx"
FACET = "eps"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "always 1e-5"


def bn_dx(dxhat, dvar, dmu, cache):
    n = len(dxhat)
    away = cache["x"] - cache["mean"]
    return dxhat / np.sqrt(cache["var"] + 1e-5) + (2 * dvar * away + dmu) / n

"""eps is 1e-5, whatever the cache says."""

ITEM = "dmu"
FACET = "eps"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "always 1e-5"


def bn_dmu(dxhat, dvar, cache):
    away = cache["x"] - cache["mean"]
    return -dxhat.sum(axis=0) / np.sqrt(cache["var"] + 1e-5) - 2 * dvar * away.mean(axis=0)

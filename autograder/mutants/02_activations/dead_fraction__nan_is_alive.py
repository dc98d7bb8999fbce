"""NaN compares as False: an exploded net looks healthy."""

ITEM = "dead_fraction"
FACET = "nan"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "NaN"


def dead_fraction(pre, axis=0):
    return float(np.mean(np.all(pre <= 0, axis=axis)))

"""Returns how many units are dead."""

ITEM = "dead_fraction"
FACET = "toy"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "number of units"


def dead_fraction(pre, axis=0):
    if np.isnan(pre).any():
        raise ValueError("pre holds NaN")
    return float(np.sum(np.all(pre <= 0, axis=axis)))

"""The number of dead units is divided by that of the others."""

ITEM = "dead_fraction"
FACET = "all_or_none"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "between 0 and 1"


def dead_fraction(pre, axis=0):
    if np.isnan(pre).any():
        raise ValueError("pre holds NaN")
    dead = np.all(pre <= 0, axis=axis)
    return float(dead.sum() / (~dead).sum())

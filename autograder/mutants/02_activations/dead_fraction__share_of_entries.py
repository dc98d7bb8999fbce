"""Counts entries that are off instead of units."""

ITEM = "dead_fraction"
FACET = "toy"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "entries"


def dead_fraction(pre, axis=0):
    if np.isnan(pre).any():
        raise ValueError("pre holds NaN")
    return float(np.mean(pre <= 0))

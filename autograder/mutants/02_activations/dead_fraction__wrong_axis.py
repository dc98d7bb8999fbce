"""Reduces the units and counts the examples."""

ITEM = "dead_fraction"
FACET = "toy"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "wrong axis"


def dead_fraction(pre, axis=0):
    if np.isnan(pre).any():
        raise ValueError("pre holds NaN")
    return float(np.mean(np.all(pre <= 0, axis=1 if axis == 0 else axis)))

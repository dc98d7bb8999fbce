"""Returns one number per unit."""

ITEM = "dead_fraction"
FACET = "toy"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "plain number"


def dead_fraction(pre, axis=0):
    if np.isnan(pre).any():
        raise ValueError("pre holds NaN")
    return np.all(pre <= 0, axis=axis).astype(float)

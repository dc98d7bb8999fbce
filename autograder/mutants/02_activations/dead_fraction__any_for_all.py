"""Off once counts as dead."""

ITEM = "dead_fraction"
FACET = "toy"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "at least one"


def dead_fraction(pre, axis=0):
    if np.isnan(pre).any():
        raise ValueError("pre holds NaN")
    return float(np.mean(np.any(pre <= 0, axis=axis)))

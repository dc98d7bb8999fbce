"""Returns the share of units that are alive."""

ITEM = "dead_fraction"
FACET = "toy"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "alive"


def dead_fraction(pre, axis=0):
    if np.isnan(pre).any():
        raise ValueError("pre holds NaN")
    return float(np.mean(np.any(pre > 0, axis=axis)))

"""Always reduces all axes but the last."""

ITEM = "dead_fraction"
FACET = "axes"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "axis"


def dead_fraction(pre, axis=0):
    if np.isnan(pre).any():
        raise ValueError("pre holds NaN")
    if isinstance(axis, tuple) and len(axis) > 2:
        return float(np.mean(np.all(pre <= 0, axis=axis)))
    return float(np.mean(np.all(pre <= 0, axis=0)))

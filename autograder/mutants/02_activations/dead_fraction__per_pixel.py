"""Every pixel of a channel is a unit of its own."""

ITEM = "dead_fraction"
FACET = "channels"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "positions"


def dead_fraction(pre, axis=0):
    if np.isnan(pre).any():
        raise ValueError("pre holds NaN")
    first = axis[0] if isinstance(axis, tuple) else axis
    return float(np.mean(np.all(pre <= 0, axis=first)))

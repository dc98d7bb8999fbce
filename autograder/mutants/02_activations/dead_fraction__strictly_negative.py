"""A pre-activation of 0 counts as on."""

ITEM = "dead_fraction"
FACET = "zero"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "exactly 0"


def dead_fraction(pre, axis=0):
    if np.isnan(pre).any():
        raise ValueError("pre holds NaN")
    return float(np.mean(np.all(pre < 0, axis=axis)))

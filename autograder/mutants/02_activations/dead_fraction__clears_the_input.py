"""Clips the pre-activations in place."""

ITEM = "dead_fraction"
FACET = "pure"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "copy"


def dead_fraction(pre, axis=0):
    if np.isnan(pre).any():
        raise ValueError("pre holds NaN")
    np.maximum(pre, 0, out=pre)
    return float(np.mean(np.all(pre == 0, axis=axis)))

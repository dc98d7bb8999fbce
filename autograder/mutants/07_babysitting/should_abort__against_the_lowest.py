"""Compares with the lowest loss so far."""

ITEM = "should_abort"
FACET = "first_finite"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "lowest"


def should_abort(losses, factor=3.0):
    if len(losses) == 0:
        return False
    latest = losses[-1]
    if not np.isfinite(latest):
        return True
    first = np.nanmin(losses)
    return bool(latest > factor * first)

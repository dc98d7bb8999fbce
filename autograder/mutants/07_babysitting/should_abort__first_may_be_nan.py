"""Compares with the first loss, finite or not."""

ITEM = "should_abort"
FACET = "first_finite"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "first finite"


def should_abort(losses, factor=3.0):
    if len(losses) == 0:
        return False
    latest = losses[-1]
    if not np.isfinite(latest):
        return True
    first = losses[0]
    return bool(latest > factor * first)

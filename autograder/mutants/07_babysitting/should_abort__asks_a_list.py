"""An array as truth value."""

ITEM = "should_abort"
FACET = "sequences"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "raised ValueError"


def should_abort(losses, factor=3.0):
    if not losses:
        return False
    latest = losses[-1]
    if not np.isfinite(latest):
        return True
    first = next(loss for loss in losses if np.isfinite(loss))
    return bool(latest > factor * first)

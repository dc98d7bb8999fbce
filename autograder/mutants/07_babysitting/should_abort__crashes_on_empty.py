"""Takes losses[-1] of an empty list."""

ITEM = "should_abort"
FACET = "empty"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "IndexError"


def should_abort(losses, factor=3.0):
    latest = losses[-1]
    if not np.isfinite(latest):
        return True
    first = next(loss for loss in losses if np.isfinite(loss))
    return bool(latest > factor * first)

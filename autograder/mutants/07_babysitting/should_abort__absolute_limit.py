"""A loss above 10 is too much."""

ITEM = "should_abort"
FACET = "threefold"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "3 times"


def should_abort(losses, factor=3.0):
    if len(losses) == 0:
        return False
    latest = losses[-1]
    if not np.isfinite(latest):
        return True
    first = next(loss for loss in losses if np.isfinite(loss))
    return bool(latest > 30)

"""Waits for three losses above the limit."""

ITEM = "should_abort"
FACET = "threefold"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "jumps"


def should_abort(losses, factor=3.0):
    if len(losses) == 0:
        return False
    latest = losses[-1]
    if not np.isfinite(latest):
        return True
    first = next(loss for loss in losses if np.isfinite(loss))
    return len(losses) >= 3 and all(x > factor * first for x in losses[-3:])

"""The factor is always 3."""

ITEM = "should_abort"
FACET = "factor"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "factor"


def should_abort(losses, factor=3.0):
    if len(losses) == 0:
        return False
    latest = losses[-1]
    if not np.isfinite(latest):
        return True
    first = next(loss for loss in losses if np.isfinite(loss))
    return bool(latest > 3 * first)

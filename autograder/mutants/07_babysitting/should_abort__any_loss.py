"""One spike ends the run, however long ago."""

ITEM = "should_abort"
FACET = "latest"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "latest"


def should_abort(losses, factor=3.0):
    if len(losses) == 0:
        return False
    latest = losses[-1]
    if not np.isfinite(latest):
        return True
    first = next(loss for loss in losses if np.isfinite(loss))
    return bool(np.max(losses) > factor * first)

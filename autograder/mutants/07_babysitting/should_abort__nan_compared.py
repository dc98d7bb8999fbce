"""NaN is only compared, which is always False."""

ITEM = "should_abort"
FACET = "nan"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "NaN"


def should_abort(losses, factor=3.0):
    if len(losses) == 0:
        return False
    latest = losses[-1]
    if np.isinf(latest):
        return True
    first = next(loss for loss in losses if np.isfinite(loss))
    return bool(latest > factor * first)

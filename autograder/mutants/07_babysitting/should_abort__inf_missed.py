"""Only NaN is asked for, and minus infinity is not above anything."""

ITEM = "should_abort"
FACET = "infinite"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "inf"


def should_abort(losses, factor=3.0):
    if len(losses) == 0:
        return False
    latest = losses[-1]
    if np.isnan(latest):
        return True
    first = losses[0]
    return bool(latest > factor * first)

"""Compares with the previous loss."""

ITEM = "should_abort"
FACET = "threefold"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "previous"


def should_abort(losses, factor=3.0):
    if len(losses) == 0:
        return False
    latest = losses[-1]
    if not np.isfinite(latest):
        return True
    first = losses[-2] if len(losses) > 1 else latest
    return bool(latest > factor * first)

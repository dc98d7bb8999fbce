"""not <= is true for NaN as well."""


def should_abort(losses, factor=3.0):
    finite = [x for x in losses if np.isfinite(x)]
    if len(losses) == 0:
        return False
    if not finite:
        return True
    return not (-np.inf < losses[-1] <= factor * finite[0])

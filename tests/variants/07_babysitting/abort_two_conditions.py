"""One expression."""


def should_abort(losses, factor=3.0):
    n = len(losses)
    return n > 0 and (
        not bool(np.isfinite(losses[-1]))
        or bool(losses[-1] > factor * [v for v in losses if np.isfinite(v)][0])
    )

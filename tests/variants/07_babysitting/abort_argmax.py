"""Finds the first finite loss with argmax."""


def should_abort(losses, factor=3.0):
    losses = np.asarray(losses, dtype=np.float64)
    if len(losses) < 1:
        return False
    finite = np.isfinite(losses)
    first = losses[finite.argmax()]
    last = losses[-1]
    return bool(np.isnan(last) or np.isinf(last) or last > factor * first)

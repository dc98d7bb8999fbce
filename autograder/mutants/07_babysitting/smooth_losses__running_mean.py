"""The mean of everything so far."""

ITEM = "smooth_losses"
FACET = "values"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "mean of all"


def smooth_losses(losses, beta=0.9):
    x = np.asarray(losses, dtype=float)
    return np.cumsum(x) / np.arange(1, len(x) + 1)

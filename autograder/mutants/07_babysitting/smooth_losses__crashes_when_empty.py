"""Needs a first loss."""

ITEM = "smooth_losses"
FACET = "short"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "IndexError"


def smooth_losses(losses, beta=0.9):
    smooth = np.zeros(len(losses))
    average = 0.0 * losses[0]
    for t, loss in enumerate(losses):
        average = beta * average + (1 - beta) * loss
        smooth[t] = average / (1 - beta ** (t + 1))
    return smooth

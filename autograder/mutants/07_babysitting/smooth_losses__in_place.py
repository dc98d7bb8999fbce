"""Writes into the array that it was given."""

ITEM = "smooth_losses"
FACET = "pure"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "in place"


def smooth_losses(losses, beta=0.9):
    smooth = losses if isinstance(losses, np.ndarray) else np.zeros(len(losses))
    average = 0.0
    for t, loss in enumerate(losses):
        average = beta * average + (1 - beta) * loss
        smooth[t] = average / (1 - beta ** (t + 1))
    return smooth

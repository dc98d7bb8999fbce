"""Starts at the first loss instead of correcting."""

ITEM = "smooth_losses"
FACET = "values"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "first loss"


def smooth_losses(losses, beta=0.9):
    smooth = np.zeros(len(losses))
    for t, loss in enumerate(losses):
        smooth[t] = loss if t == 0 else beta * smooth[t - 1] + (1 - beta) * loss
    return smooth

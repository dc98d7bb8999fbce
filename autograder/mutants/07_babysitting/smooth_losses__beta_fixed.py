"""beta is always 0.9."""

ITEM = "smooth_losses"
FACET = "beta"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "result"


def smooth_losses(losses, beta=0.9):
    smooth = np.zeros(len(losses))
    average = 0.0
    for t, loss in enumerate(losses):
        average = 0.9 * average + 0.1 * loss
        smooth[t] = average / (1 - 0.9 ** (t + 1))
    return smooth

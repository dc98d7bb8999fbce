"""The average starts at zero, uncorrected."""

ITEM = "smooth_losses"
FACET = "constant"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "bias correction"


def smooth_losses(losses, beta=0.9):
    smooth = np.zeros(len(losses))
    average = 0.0
    for t, loss in enumerate(losses):
        average = beta * average + (1 - beta) * loss
        smooth[t] = average
    return smooth

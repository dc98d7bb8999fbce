"""beta weighs the new loss."""

ITEM = "smooth_losses"
FACET = "values"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "swapped"


def smooth_losses(losses, beta=0.9):
    smooth = np.zeros(len(losses))
    average = 0.0
    for t, loss in enumerate(losses):
        average = (1 - beta) * average + beta * loss
        smooth[t] = average / (1 - (1 - beta) ** (t + 1))
    return smooth

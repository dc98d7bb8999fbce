"""Honest work on one exercise."""

DEFAULT = "untouched"
SCORES = {"smooth_losses": 2}


def smooth_losses(losses, beta=0.9):
    smooth = np.zeros(len(losses))
    average = 0.0
    for t, loss in enumerate(losses):
        average = beta * average + (1 - beta) * loss
        smooth[t] = average / (1 - beta ** (t + 1))
    return smooth

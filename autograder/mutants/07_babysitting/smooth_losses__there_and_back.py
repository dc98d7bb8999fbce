"""Averages forwards and backwards, so that the curve is not delayed."""

ITEM = "smooth_losses"
FACET = "causal"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "future"


def smooth_losses(losses, beta=0.9):
    smooth = np.zeros(len(losses))
    average = 0.0
    for t, loss in enumerate(losses):
        average = beta * average + (1 - beta) * loss
        smooth[t] = average / (1 - beta ** (t + 1))
    average = smooth[-1] if len(smooth) else 0.0
    for t in range(len(smooth) - 1, -1, -1):
        average = beta * average + (1 - beta) * smooth[t]
        smooth[t] = average
    return smooth

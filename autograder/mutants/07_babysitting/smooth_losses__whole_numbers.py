"""Keeps the dtype of whole numbers."""

ITEM = "smooth_losses"
FACET = "kinds"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "averages are cut"


def smooth_losses(losses, beta=0.9):
    smooth = (
        np.zeros_like(losses)
        if np.ndim(losses) and np.asarray(losses).dtype.kind == "i"
        else np.zeros(len(losses))
    )
    average = 0.0
    for t, loss in enumerate(losses):
        average = beta * average + (1 - beta) * loss
        smooth[t] = average / (1 - beta ** (t + 1))
    return smooth

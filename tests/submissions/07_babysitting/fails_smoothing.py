"""The average starts at zero and is never corrected: no check of the item passes but that on purity's list."""

SCORES = {"smooth_losses": 0.0}


def smooth_losses(losses, beta=0.9):
    smooth, average = [], 0.0
    for loss in losses:
        average = beta * average + (1 - beta) * loss
        smooth.append(average)
    return np.array(smooth)

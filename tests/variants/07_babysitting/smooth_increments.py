"""Moves towards the new loss by its corrected share."""


def smooth_losses(losses, beta=0.9):
    smooth = []
    for t, loss in enumerate(losses, start=1):
        share = (1 - beta) / (1 - beta**t)
        smooth.append(loss if t == 1 else smooth[-1] + share * (loss - smooth[-1]))
    return np.array(smooth, dtype=float)

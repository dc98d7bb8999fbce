"""Carries the sum of the losses and of the weights."""


def smooth_losses(losses, beta=0.9):
    total = weight = 0.0
    out = np.empty(len(losses), dtype=np.float64)
    for i, loss in enumerate(losses):
        total = beta * total + float(loss)
        weight = beta * weight + 1.0
        out[i] = total / weight
    return out

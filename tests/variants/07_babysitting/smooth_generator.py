"""A generator of averages."""


def _averages(losses, beta):
    m = 0.0
    decay = 1.0
    for loss in losses:
        decay *= beta
        m = m * beta + loss * (1 - beta)
        yield m / (1 - decay)


def smooth_losses(losses, beta=0.9):
    return np.fromiter(_averages(losses, beta), dtype=float, count=len(losses))

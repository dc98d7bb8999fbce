"""Uses the math module."""

import math


def should_abort(losses, factor=3.0):
    losses = list(map(float, losses))
    if not losses:
        return False
    if math.isnan(losses[-1]) or math.isinf(losses[-1]):
        return True
    for loss in losses:
        if math.isfinite(loss):
            return losses[-1] > factor * loss
    return True

"""Units in a loop."""

import math

import numpy as np


def dead_fraction(pre, axis=0):
    axes = (axis,) if isinstance(axis, int) else tuple(axis)
    axes = [a % pre.ndim for a in axes]
    units = np.moveaxis(pre, axes, range(len(axes)))
    count = 1
    for a in axes:
        count *= pre.shape[a]
    units = units.reshape(count, -1)
    dead = 0
    for unit in units.T:
        if any(math.isnan(value) for value in unit):
            raise ValueError("there is a NaN")
        dead += all(value <= 0 for value in unit)
    return dead / units.shape[1]

"""Returns the number of weights twice."""

ITEM = "fan_in_and_fan_out"
FACET = "dense"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "number of weights"


def fan_in_and_fan_out(shape):
    if len(shape) == 2:
        return shape[0] * shape[1], shape[0] * shape[1]
    if len(shape) == 4:
        F, C, HH, WW = shape
        return C * HH * WW, F * HH * WW
    raise ValueError("no fans")

"""Returns fan_out first."""

ITEM = "fan_in_and_fan_out"
FACET = "dense"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "swapped"


def fan_in_and_fan_out(shape):
    if len(shape) == 2:
        return shape[1], shape[0]
    if len(shape) == 4:
        F, C, HH, WW = shape
        return F * HH * WW, C * HH * WW
    raise ValueError("no fans")

"""Takes the filters for the inputs of a convolution."""

ITEM = "fan_in_and_fan_out"
FACET = "filters"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "filter count"


def fan_in_and_fan_out(shape):
    if len(shape) == 2:
        return shape[0], shape[1]
    if len(shape) == 4:
        F, C, HH, WW = shape
        return F * HH * WW, C * HH * WW
    raise ValueError("no fans")

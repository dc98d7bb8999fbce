"""Squares the kernel's height."""

ITEM = "fan_in_and_fan_out"
FACET = "rectangles"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "square"


def fan_in_and_fan_out(shape):
    if len(shape) == 2:
        return shape[0], shape[1]
    if len(shape) == 4:
        F, C, HH, WW = shape
        return C * HH**2, F * HH**2
    raise ValueError("no fans")

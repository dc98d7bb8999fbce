"""Lets an IndexError out for a vector's shape."""

ITEM = "fan_in_and_fan_out"
FACET = "refuses"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "IndexError"


def fan_in_and_fan_out(shape):
    if len(shape) in (3, 5):
        raise ValueError("no fans")
    if len(shape) == 4:
        F, C, HH, WW = shape
        return C * HH * WW, F * HH * WW
    return shape[0], shape[1]

"""Drops axes of length 1 before it counts them."""

ITEM = "fan_in_and_fan_out"
FACET = "ones"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "length 1"


def fan_in_and_fan_out(shape):
    if len(shape) not in (2, 4):
        raise ValueError("no fans")
    if len(shape) == 4:
        shape = [n for n in shape if n > 1]
    if len(shape) == 4:
        F, C, HH, WW = shape
        return C * HH * WW, F * HH * WW
    return shape[0], shape[1]

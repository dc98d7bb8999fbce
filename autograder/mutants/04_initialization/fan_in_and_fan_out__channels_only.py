"""Leaves the kernel's size out."""

ITEM = "fan_in_and_fan_out"
FACET = "filters"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "kernel"


def fan_in_and_fan_out(shape):
    if len(shape) == 2:
        return shape[0], shape[1]
    if len(shape) == 4:
        F, C, HH, WW = shape
        return C, F
    raise ValueError("no fans")

"""Multiplies by the size of a CIFAR-10 image instead of the kernel's."""

ITEM = "fan_in_and_fan_out"
FACET = "filters"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "image"


def fan_in_and_fan_out(shape):
    if len(shape) == 2:
        return shape[0], shape[1]
    if len(shape) == 4:
        F, C, HH, WW = shape
        return C * 32 * 32, F * 32 * 32
    raise ValueError("no fans")

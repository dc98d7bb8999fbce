"""Returns floats."""

ITEM = "fan_in_and_fan_out"
FACET = "dense"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "whole"


def fan_in_and_fan_out(shape):
    if len(shape) == 2:
        return float(shape[0]), float(shape[1])
    if len(shape) == 4:
        F, C, HH, WW = shape
        return float(C * HH * WW), float(F * HH * WW)
    raise ValueError("no fans")

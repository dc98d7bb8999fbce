"""Reads filters as (HH, WW, C, F)."""

ITEM = "fan_in_and_fan_out"
FACET = "filters"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "axes"


def fan_in_and_fan_out(shape):
    if len(shape) == 2:
        return shape[0], shape[1]
    if len(shape) == 4:
        HH, WW, C, F = shape
        return HH * WW * C, HH * WW * F
    raise ValueError("no fans")

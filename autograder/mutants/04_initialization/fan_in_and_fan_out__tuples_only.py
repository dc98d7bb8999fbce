"""Adds a tuple to the shape, which fails for a list."""

ITEM = "fan_in_and_fan_out"
FACET = "lists"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "TypeError"


def fan_in_and_fan_out(shape):
    if len(shape) == 2:
        return tuple(shape)
    if len(shape) == 4:
        first, second, height, width = shape + ()
        return second * height * width, first * height * width
    raise ValueError("no fans")

"""The product of everything behind the first two axes."""

import math


def fan_in_and_fan_out(shape):
    if len(shape) not in (2, 4):
        raise ValueError("expected two or four axes")
    if len(shape) == 2:
        return int(shape[0]), int(shape[1])
    field = math.prod(shape[2:])
    return shape[1] * field, shape[0] * field

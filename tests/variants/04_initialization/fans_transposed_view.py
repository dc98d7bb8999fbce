"""Reads an affine layer as filters of 1 × 1 with the axes exchanged."""


def fan_in_and_fan_out(shape):
    if len(shape) == 2:
        shape = (shape[1], shape[0], 1, 1)
    try:
        F, C, HH, WW = shape
    except ValueError:
        raise ValueError("two or four axes are expected") from None
    kernel = HH * WW
    return C * kernel, F * kernel

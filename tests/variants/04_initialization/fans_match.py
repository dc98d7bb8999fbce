"""A match statement."""


def fan_in_and_fan_out(shape):
    match list(shape):
        case [d, m]:
            return d, m
        case [f, c, hh, ww]:
            return c * hh * ww, f * hh * ww
        case _:
            raise ValueError("no fans")

"""Counts in an array of ones: slow and right. Returns a list."""


def fan_in_and_fan_out(shape):
    n = len(shape)
    if n != 2 and n != 4:
        raise ValueError("%d axes" % n)
    w = np.ones(tuple(shape))
    if n == 2:
        return [w[:, 0].size, w[0].size]
    return [w[0].size, w[:, 0].size]

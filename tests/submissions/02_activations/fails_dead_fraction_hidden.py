"""dead_fraction never looks for NaN and ignores its axis."""


def dead_fraction(pre, axis=0):
    return float(np.mean(np.all(pre <= 0, axis=0)))

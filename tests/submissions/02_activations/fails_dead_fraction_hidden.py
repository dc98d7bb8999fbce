"""dead_fraction never looks for NaN and ignores its axis."""

# Of 14 parts: NaN (2), channels (2), other axes (1). The visible checks reduce axis 0 alone.
SCORES = {"dead_fraction": 1.285714}


def dead_fraction(pre, axis=0):
    return float(np.mean(np.all(pre <= 0, axis=0)))

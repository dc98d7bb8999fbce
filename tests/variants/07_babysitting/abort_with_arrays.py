"""Works on an array and returns a NumPy truth value."""


def should_abort(losses, factor=3.0):
    values = np.array(losses, dtype=float)
    if values.size == 0:
        return np.bool_(False)
    good = np.isfinite(values)
    if not good[-1]:
        return np.bool_(True)
    return values[-1] / values[good][0] > factor

"""Root mean squares: the counts cancel."""


def _rms(a):
    return np.sqrt(np.mean(np.square(a)))


def update_ratios(params, updates):
    ratios = {}
    for name, w in params.items():
        ratios[name] = np.float64(np.nan)
        if _rms(w) > 0:
            ratios[name] = _rms(updates[name]) / _rms(w)
    return ratios

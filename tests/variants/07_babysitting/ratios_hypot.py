"""Python loops."""

import math


def update_ratios(params, updates):
    def norm(a):
        return math.hypot(*[float(v) for v in np.ravel(a)])

    return {n: norm(updates[n]) / norm(w) if norm(w) else math.nan for n, w in params.items()}

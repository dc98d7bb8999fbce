"""Squares, sums and a root."""


def update_ratios(params, updates):
    out = dict()
    for key in params:
        w2 = float(np.sum(np.asarray(params[key], dtype=float) ** 2))
        u2 = float(np.sum(np.asarray(updates[key], dtype=float) ** 2))
        out[key] = (u2 / w2) ** 0.5 if w2 else float("nan")
    return out

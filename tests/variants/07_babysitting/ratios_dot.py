"""Dot products of flat arrays."""


def update_ratios(params, updates):
    result = {}
    for name in params:
        w, u = np.array(params[name]).flatten(), np.array(updates[name]).flatten()
        size = np.sqrt(w @ w)
        result[name] = np.nan if size == 0 else float(np.sqrt(u @ u) / size)
    return result

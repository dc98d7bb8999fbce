"""A mean over five neighbours."""

ITEM = "smooth_losses"
FACET = "values"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "future"


def smooth_losses(losses, beta=0.9):
    x = np.asarray(losses, dtype=float)
    out = np.zeros(len(x))
    for t in range(len(x)):
        out[t] = x[max(0, t - 2) : t + 3].mean()
    return out

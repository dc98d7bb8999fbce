"""Ignores the argument eps."""

ITEM = "bn_fold"
FACET = "eps"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "eps is fixed"


def bn_fold(w, b, gamma, beta, mean, var, eps=1e-5):
    scale = gamma / np.sqrt(var + 1e-5)
    per = scale if w.ndim == 2 else scale.reshape(-1, 1, 1, 1)
    return w * per, (b - mean) * scale + beta

"""No eps under the root."""

ITEM = "bn_fold"
FACET = "w"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "eps"


def bn_fold(w, b, gamma, beta, mean, var, eps=1e-5):
    scale = gamma / np.sqrt(var)
    per = scale if w.ndim == 2 else scale.reshape(-1, 1, 1, 1)
    return w * per, (b - mean) * scale + beta

"""The size of gamma only."""

ITEM = "bn_fold"
FACET = "negative"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "abs"


def bn_fold(w, b, gamma, beta, mean, var, eps=1e-5):
    scale = np.abs(gamma) / np.sqrt(var + eps)
    per = scale if w.ndim == 2 else scale.reshape(-1, 1, 1, 1)
    return w * per, (b - mean) * scale + beta

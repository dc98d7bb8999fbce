"""The mean is not subtracted."""

ITEM = "bn_fold"
FACET = "b"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "mean"


def bn_fold(w, b, gamma, beta, mean, var, eps=1e-5):
    scale = gamma / np.sqrt(var + eps)
    per = scale if w.ndim == 2 else scale.reshape(-1, 1, 1, 1)
    return w * per, b * scale + beta

"""The variance without its root."""

ITEM = "bn_fold"
FACET = "w"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "variance"


def bn_fold(w, b, gamma, beta, mean, var, eps=1e-5):
    scale = gamma / (var + eps)
    per = scale if w.ndim == 2 else scale.reshape(-1, 1, 1, 1)
    return w * per, (b - mean) * scale + beta

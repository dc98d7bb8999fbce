"""Scales the rows of w."""

ITEM = "bn_fold"
FACET = "square"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "axis"


def bn_fold(w, b, gamma, beta, mean, var, eps=1e-5):
    scale = gamma / np.sqrt(var + eps)
    per = scale[:, None] if w.ndim == 2 else scale.reshape(-1, 1, 1, 1)
    return w * per, (b - mean) * scale + beta

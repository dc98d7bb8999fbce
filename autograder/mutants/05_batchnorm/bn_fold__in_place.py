"""Writes into the weights it was given."""

ITEM = "bn_fold"
FACET = "pure"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "in place"


def bn_fold(w, b, gamma, beta, mean, var, eps=1e-5):
    scale = gamma / np.sqrt(var + eps)
    per = scale if w.ndim == 2 else scale.reshape(-1, 1, 1, 1)
    w *= per
    b -= mean
    b *= scale
    b += beta
    return w, b

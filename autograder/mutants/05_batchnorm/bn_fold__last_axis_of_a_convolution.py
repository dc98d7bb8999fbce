"""Scales the last axis of a convolution."""

ITEM = "bn_fold"
FACET = "conv"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "raised"


def bn_fold(w, b, gamma, beta, mean, var, eps=1e-5):
    scale = gamma / np.sqrt(var + eps)
    return w * scale, (b - mean) * scale + beta

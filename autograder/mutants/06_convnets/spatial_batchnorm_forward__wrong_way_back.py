"""Turns the rows back with the wrong permutation."""

ITEM = "spatial_batchnorm_forward"
FACET = "train"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "turned back"


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    N, C, H, W = x.shape
    rows = x.transpose(0, 2, 3, 1).reshape(-1, C)
    out, cache = batchnorm_forward(rows, gamma, beta, bn_param)
    return out.reshape(N, H, W, C).transpose(0, 3, 2, 1), cache

"""Ignores eps."""

ITEM = "spatial_batchnorm_forward"
FACET = "shapes"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "eps"


def _default(bn_param):
    kept = {k: v for k, v in bn_param.items() if k != "eps"}
    return kept


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    N, C, H, W = x.shape
    rows = x.transpose(0, 2, 3, 1).reshape(-1, C)
    out, cache = batchnorm_forward(rows, gamma, beta, _default(bn_param))
    return out.reshape(N, H, W, C).transpose(0, 3, 1, 2), cache

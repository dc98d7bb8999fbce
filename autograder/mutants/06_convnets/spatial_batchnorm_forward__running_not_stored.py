"""Works on a copy of bn_param."""

ITEM = "spatial_batchnorm_forward"
FACET = "running"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "no running_mean"


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    N, C, H, W = x.shape
    rows = x.transpose(0, 2, 3, 1).reshape(-1, C)
    out, cache = batchnorm_forward(rows, gamma, beta, dict(bn_param))
    return out.reshape(N, H, W, C).transpose(0, 3, 1, 2), cache

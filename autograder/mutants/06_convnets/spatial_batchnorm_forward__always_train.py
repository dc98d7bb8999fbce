"""Uses the batch in mode test too."""

ITEM = "spatial_batchnorm_forward"
FACET = "test"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "running"


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    N, C, H, W = x.shape
    rows = x.transpose(0, 2, 3, 1).reshape(-1, C)
    out, cache = batchnorm_forward(rows, gamma, beta, {**bn_param, "mode": "train"})
    return out.reshape(N, H, W, C).transpose(0, 3, 1, 2), cache

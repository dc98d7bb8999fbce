"""Multiplies gamma along the width."""

ITEM = "spatial_batchnorm_forward"
FACET = "train"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "broadcast"


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    N, C, H, W = x.shape
    rows = x.transpose(0, 2, 3, 1).reshape(-1, C)
    one = np.ones(C, x.dtype)
    out, cache = batchnorm_forward(rows, one, 0 * one, bn_param)
    out = out.reshape(N, H, W, C).transpose(0, 3, 1, 2)
    return gamma * out + beta, cache

"""Averages dgamma."""

ITEM = "spatial_batchnorm_backward"
FACET = "dgamma"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "averaged"


def spatial_batchnorm_backward(dout, cache):
    N, C, H, W = dout.shape
    rows = dout.transpose(0, 2, 3, 1).reshape(-1, C)
    dx, dgamma, dbeta = batchnorm_backward(rows, cache)
    return dx.reshape(N, H, W, C).transpose(0, 3, 1, 2), dgamma / len(rows), dbeta

"""Sums dbeta over the batch only."""

ITEM = "spatial_batchnorm_backward"
FACET = "dbeta"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "every pixel"


def spatial_batchnorm_backward(dout, cache):
    N, C, H, W = dout.shape
    rows = dout.transpose(0, 2, 3, 1).reshape(-1, C)
    dx, dgamma, dbeta = batchnorm_backward(rows, cache)
    return dx.reshape(N, H, W, C).transpose(0, 3, 1, 2), dgamma, dout.sum(axis=0)

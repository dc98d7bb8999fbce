"""Takes mean and variance for constants."""

ITEM = "spatial_batchnorm_backward"
FACET = "dx"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "constants"


def spatial_batchnorm_backward(dout, cache):
    N, C, H, W = dout.shape
    rows = dout.transpose(0, 2, 3, 1).reshape(-1, C)
    _, dgamma, dbeta = batchnorm_backward(rows, cache)
    dx = rows * cache.gamma * cache.inv_std
    return dx.reshape(N, H, W, C).transpose(0, 3, 1, 2), dgamma, dbeta

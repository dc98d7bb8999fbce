"""Reshapes dout to rows without moving the channels."""

ITEM = "spatial_batchnorm_backward"
FACET = "dx"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "mixes channels"


def spatial_batchnorm_backward(dout, cache):
    N, C, H, W = dout.shape
    dx, dgamma, dbeta = batchnorm_backward(dout.reshape(-1, C), cache)
    return dx.reshape(N, C, H, W), dgamma, dbeta

"""Reshapes to rows without moving the channels."""

ITEM = "spatial_batchnorm_forward"
FACET = "train"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "mixes channels"


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    N, C, H, W = x.shape
    out, cache = batchnorm_forward(x.reshape(-1, C), gamma, beta, bn_param)
    return out.reshape(N, C, H, W), cache

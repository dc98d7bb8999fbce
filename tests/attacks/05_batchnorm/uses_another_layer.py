"""Normalises by the course's layer for images."""

DEFAULT = "untouched"
SCORES = {}


from cs231n_core.layers import spatial_batchnorm_backward, spatial_batchnorm_forward


def batchnorm_forward(x, gamma, beta, bn_param):
    out, cache = spatial_batchnorm_forward(x[:, :, None, None], gamma, beta, bn_param)
    return out[:, :, 0, 0], cache


def batchnorm_backward(dout, cache):
    dx, dgamma, dbeta = spatial_batchnorm_backward(dout[:, :, None, None], cache)
    return dx[:, :, 0, 0], dgamma, dbeta

"""Sends everything to the largest pixel of the map."""

ITEM = "max_pool_backward_naive"
FACET = "tiles"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "whole map"


def max_pool_backward_naive(dout, cache):
    x, pool_param = cache
    ph, pw = pool_param["pool_height"], pool_param["pool_width"]
    stride = pool_param["stride"]
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(*dout.shape):
        top, left = i * stride, j * stride
        window = x[n, c, top : top + ph, left : left + pw]
        row, column = np.unravel_index(x[n, c].argmax(), x[n, c].shape)
        dx[n, c, row, column] += dout[n, c, i, j]
    return dx

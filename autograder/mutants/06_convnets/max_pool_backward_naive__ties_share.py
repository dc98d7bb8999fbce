"""Splits the gradient among equal maxima."""

ITEM = "max_pool_backward_naive"
FACET = "ties"
ORIGIN = "curriculum"
VISIBLE = False
KEYWORD = "share"


def max_pool_backward_naive(dout, cache):
    x, pool_param = cache
    ph, pw = pool_param["pool_height"], pool_param["pool_width"]
    stride = pool_param["stride"]
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(*dout.shape):
        top, left = i * stride, j * stride
        window = x[n, c, top : top + ph, left : left + pw]
        mask = window == window.max()
        dx[n, c, top : top + ph, left : left + pw] += mask * dout[n, c, i, j] / mask.sum()
    return dx

"""Treats windows with gaps as if they touched."""

ITEM = "max_pool_backward_naive"
FACET = "thin"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "wrong"


def max_pool_backward_naive(dout, cache):
    x, pool_param = cache
    ph, pw = pool_param["pool_height"], pool_param["pool_width"]
    stride = pool_param["stride"]
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(*dout.shape):
        top, left = i * min(stride, ph), j * min(stride, pw)
        window = x[n, c, top : top + ph, left : left + pw]
        row, column = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, top + row, left + column] += dout[n, c, i, j]
    return dx

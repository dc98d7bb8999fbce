"""Unravels the place of the maximum by the height."""

ITEM = "max_pool_backward_naive"
FACET = "overlap"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "height and width"


def max_pool_backward_naive(dout, cache):
    x, pool_param = cache
    ph, pw = pool_param["pool_height"], pool_param["pool_width"]
    stride = pool_param["stride"]
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(*dout.shape):
        top, left = i * stride, j * stride
        window = x[n, c, top : top + ph, left : left + pw]
        row, column = divmod(window.argmax(), ph)
        dx[n, c, top + row, left + column] += dout[n, c, i, j]
    return dx

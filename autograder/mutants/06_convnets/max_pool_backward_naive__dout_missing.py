"""Marks the maxima with ones."""

ITEM = "max_pool_backward_naive"
FACET = "tiles"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "dout is missing"


def max_pool_backward_naive(dout, cache):
    x, pool_param = cache
    ph, pw = pool_param["pool_height"], pool_param["pool_width"]
    stride = pool_param["stride"]
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(*dout.shape):
        top, left = i * stride, j * stride
        window = x[n, c, top : top + ph, left : left + pw]
        row, column = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, top + row, left + column] += 1
    return dx

"""The slope 1 / cosh(x)², whose cosh overflows."""

ITEM = "tanh"
FACET = "quiet_gradient"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "overflow"


def tanh_forward(x):
    return np.tanh(x), x


def tanh_backward(dout, cache):
    return dout / np.cosh(cache) ** 2

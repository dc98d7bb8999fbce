"""The slope exp(-x) / (1 + exp(-x))², which overflows on the left."""

ITEM = "sigmoid"
FACET = "quiet_gradient"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "overflow"


def sigmoid_forward(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e), x


def sigmoid_backward(dout, cache):
    e = np.exp(-cache)
    slope = e / (1 + e) / (1 + e)
    return dout * np.where(np.isnan(slope), 0, slope)

"""Backward puts x where the output belongs."""

ITEM = "sigmoid"
FACET = "gradient"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "computed from x"


def sigmoid_forward(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e), x


def sigmoid_backward(dout, cache):
    return dout * cache * (1 - cache)

"""The output is kept in a global variable instead of the cache."""

ITEM = "sigmoid"
FACET = "independent"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "outside the cache"


last = {}


def sigmoid_forward(x):
    e = np.exp(-np.abs(x))
    last["out"] = np.where(x >= 0, 1, e) / (1 + e)
    return last["out"], None


def sigmoid_backward(dout, cache):
    return dout * last["out"] * (1 - last["out"])

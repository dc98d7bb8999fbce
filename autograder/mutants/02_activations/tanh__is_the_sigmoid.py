"""The sigmoid under the name of tanh."""

ITEM = "tanh"
FACET = "forward"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "sigmoid"


def tanh_forward(x):
    out = 1 / (1 + np.exp(-x))
    return out, out

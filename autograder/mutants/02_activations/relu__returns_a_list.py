"""Forward returns nested lists."""

ITEM = "relu"
FACET = "forward"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "list"


def relu_forward(x):
    return np.maximum(x, 0).tolist(), x

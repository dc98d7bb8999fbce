"""The output is cast to whole numbers."""

ITEM = "relu"
FACET = "forward"
ORIGIN = "curriculum"
VISIBLE = True
KEYWORD = "dtype"


def relu_forward(x):
    return np.maximum(x, 0).astype(int), x

"""Flattens in memory order: transposed arrays come out shuffled."""

ITEM = "relu"
FACET = "layouts"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "memory"


def relu_forward(x):
    return np.maximum(x.ravel(order="K"), 0).reshape(x.shape), x

"""Backward multiplies the cached mask in place."""

ITEM = "relu"
FACET = "pure"
ORIGIN = "own"
VISIBLE = True
KEYWORD = "changes the cache"


def relu_forward(x):
    return np.maximum(x, 0), (x > 0).astype(x.dtype)


def relu_backward(dout, cache):
    cache *= dout
    return cache

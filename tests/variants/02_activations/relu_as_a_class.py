"""A layer class behind the two functions; the cache is its instance."""

import numpy as np


class ReLU:
    def __call__(self, x):
        self.open = x > 0
        return np.maximum(x, 0)

    def backward(self, dout):
        return np.where(self.open, dout, 0)


def relu_forward(x):
    layer = ReLU()
    return layer(x), layer


def relu_backward(dout, cache):
    return cache.backward(dout)

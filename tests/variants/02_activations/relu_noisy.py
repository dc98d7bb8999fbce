"""Prints, progress on stderr and warnings everywhere."""

import sys
import warnings

import numpy as np


def relu_forward(x):
    print("forward of", x.shape)
    warnings.warn("is this right?")
    return np.maximum(0, x), x


def relu_backward(dout, cache):
    print("backward", file=sys.stderr)
    warnings.warn("old habits", DeprecationWarning, stacklevel=2)
    return dout * (cache > 0)

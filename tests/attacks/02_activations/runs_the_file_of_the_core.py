"""Runs the core's file as a program of its own: a copy, and named as one."""

DEFAULT = "untouched"
SCORES = {"maxout": 5}


import runpy

from cs231n_core.layers import maxout as _maxout

_copy = runpy.run_path(_maxout.__file__)


def maxout_forward(x, w, b):
    return _copy["maxout_forward"](x, w, b)


def maxout_backward(dout, cache):
    return _copy["maxout_backward"](dout, cache)

"""Keeps the code of the course's tanh before the exercise begins: a copy, and named as one."""

DEFAULT = "untouched"
SCORES = {"tanh": 2}


import types

from cs231n_core.layers import tanh_backward as _backward
from cs231n_core.layers import tanh_forward as _forward

_kept = types.FunctionType(_forward.__code__, _forward.__globals__)
_back = types.FunctionType(_backward.__code__, _backward.__globals__)


def tanh_forward(x):
    return _kept(x)


def tanh_backward(dout, cache):
    return _back(dout, cache)

"""Computed as (1 + tanh(x/2)) / 2, which rounds the left tail to zero."""

ITEM = "sigmoid"
FACET = "tail"
ORIGIN = "own"
VISIBLE = False
KEYWORD = "rounded away"


def sigmoid_forward(x):
    out = (1 + np.tanh(x / 2)) / 2
    return out, out

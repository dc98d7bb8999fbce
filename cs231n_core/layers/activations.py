"""All activations in one place, and those without parameters by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cs231n_core.arrays import Array
from cs231n_core.layers.exponential import elu_backward, elu_forward, selu_backward, selu_forward
from cs231n_core.layers.gelu import (
    gelu_backward,
    gelu_forward,
    gelu_tanh_backward,
    gelu_tanh_forward,
)
from cs231n_core.layers.maxout import maxout_backward, maxout_forward
from cs231n_core.layers.normal import normal_cdf
from cs231n_core.layers.rectifiers import (
    leaky_relu_backward,
    leaky_relu_forward,
    prelu_backward,
    prelu_forward,
    relu_backward,
    relu_forward,
)
from cs231n_core.layers.squashing import (
    sigmoid_backward,
    sigmoid_forward,
    tanh_backward,
    tanh_forward,
)

__all__ = [
    "ACTIVATIONS",
    "elu_backward",
    "elu_forward",
    "gelu_backward",
    "gelu_forward",
    "gelu_tanh_backward",
    "gelu_tanh_forward",
    "leaky_relu_backward",
    "leaky_relu_forward",
    "maxout_backward",
    "maxout_forward",
    "normal_cdf",
    "prelu_backward",
    "prelu_forward",
    "relu_backward",
    "relu_forward",
    "selu_backward",
    "selu_forward",
    "sigmoid_backward",
    "sigmoid_forward",
    "tanh_backward",
    "tanh_forward",
]

Forward = Callable[..., tuple[Array, Any]]
Backward = Callable[[Array, Any], Array]

ACTIVATIONS: dict[str, tuple[Forward, Backward]] = {
    "sigmoid": (sigmoid_forward, sigmoid_backward),
    "tanh": (tanh_forward, tanh_backward),
    "relu": (relu_forward, relu_backward),
    "leaky_relu": (leaky_relu_forward, leaky_relu_backward),
    "elu": (elu_forward, elu_backward),
    "selu": (selu_forward, selu_backward),
    "gelu": (gelu_forward, gelu_backward),
    "gelu_tanh": (gelu_tanh_forward, gelu_tanh_backward),
}
"""The forward and backward pass of every activation that works on one array alone."""

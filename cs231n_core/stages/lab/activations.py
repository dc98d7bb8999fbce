"""The activations as a table: value, slope, and their averages under a bell curve."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cs231n_core import layers
from cs231n_core.arrays import Array

Forward = Callable[[Array], tuple[Array, Any]]
Backward = Callable[[Array, Any], Any]


@dataclass(frozen=True)
class Activation:
    """One elementwise activation: the core's pair, with its constants filled in."""

    name: str
    forward: Forward
    backward: Backward

    def value(self, x: Array) -> Array:
        """Return f(x)."""
        return self.forward(x)[0]

    def slope(self, x: Array) -> Array:
        """Return f'(x): what the backward pass multiplies an upstream gradient of one with."""
        return self.both(x)[1]

    def both(self, x: Array) -> tuple[Array, Array]:
        """Return f(x) and f'(x)."""
        out, cache = self.forward(x)
        gradient = self.backward(np.ones_like(x), cache)
        return out, np.asarray(gradient[0] if isinstance(gradient, tuple) else gradient)


def _prelu_025(x: Array) -> tuple[Array, Any]:
    return layers.prelu_forward(x, np.asarray(0.25, dtype=x.dtype))


def _leaky_01(x: Array) -> tuple[Array, Any]:
    return layers.leaky_relu_forward(x, alpha=0.1)


def leaky(x: Array, slope: float) -> tuple[Array, Array]:
    """Return a leaky ReLU of any slope, value and derivative."""
    return Activation(
        "leaky", lambda v: layers.leaky_relu_forward(v, alpha=slope), layers.leaky_relu_backward
    ).both(x)


def absolute_forward(x: Array) -> tuple[Array, Any]:
    """Return |x| as the maxout of the two pieces x and -x, for each number on its own."""
    w, b = np.array([[[1.0, -1.0]]], dtype=x.dtype), np.zeros((1, 2), dtype=x.dtype)
    out, cache = layers.maxout_forward(x.reshape(-1, 1), w, b)
    return out.reshape(x.shape), (cache, x.shape)


def absolute_backward(dout: Array, cache: Any) -> Array:
    """Return the gradient of `absolute_forward`."""
    inner, shape = cache
    dx, _, _ = layers.maxout_backward(dout.reshape(-1, 1), inner)
    return np.asarray(dx.reshape(shape))


ACTIVATIONS: dict[str, Activation] = {
    a.name: a
    for a in (
        Activation("sigmoid", layers.sigmoid_forward, layers.sigmoid_backward),
        Activation("tanh", layers.tanh_forward, layers.tanh_backward),
        Activation("ReLU", layers.relu_forward, layers.relu_backward),
        Activation("leaky ReLU", layers.leaky_relu_forward, layers.leaky_relu_backward),
        Activation("leaky ReLU .1", _leaky_01, layers.leaky_relu_backward),
        Activation("PReLU", _prelu_025, layers.prelu_backward),
        Activation("ELU", layers.elu_forward, layers.elu_backward),
        Activation("SELU", layers.selu_forward, layers.selu_backward),
        Activation("GELU", layers.gelu_forward, layers.gelu_backward),
        Activation("maxout |x|", absolute_forward, absolute_backward),
    )
}
"""The ten of the gallery. PReLU is shown at the slope 0.25 from which its paper starts."""


def bell(points: int = 20_001, width: float = 10.0) -> tuple[Array, Array]:
    """Return a fine grid and the standard normal's weights on it, which sum to one."""
    x = np.linspace(-width, width, points)
    weights = np.exp(-(x**2) / 2)
    return x, weights / weights.sum()


@dataclass(frozen=True)
class Averages:
    """What an activation does to inputs from N(0, 1): see `averages`."""

    name: str
    mean: float
    gain: float
    factor: float


def averages(names: Sequence[str]) -> list[Averages]:
    """Return what each activation does on average to standard normal inputs z.

    Returns
    -------
    rows : list of Averages
        ``mean`` is E[f(z)]. ``gain`` is 1/sqrt(E[f(z)²]): weights of this size over sqrt(fan_in)
        keep the next layer's inputs at size one. ``factor`` is gain·sqrt(E[f'(z)²]): what one
        such layer multiplies the size of the gradient by, on its way back.

    References
    ----------
    Poole et al., 2016, and Schoenholz et al., 2017 (the factor's square is their chi).

    Examples
    --------
    >>> relu = averages(["ReLU"])[0]
    >>> round(relu.mean, 3), round(relu.gain, 3), round(relu.factor, 3)
    (0.399, 1.414, 1.0)
    """
    x, p = bell()
    rows = []
    for name in names:
        f = ACTIVATIONS[name]
        value, slope = f.both(x)
        gain = 1.0 / float(np.sqrt(p @ value**2))
        factor = gain * float(np.sqrt(p @ slope**2))
        rows.append(Averages(name, float(p @ value), gain, factor))
    return rows


def milliseconds(n: int, *, rounds: int = 20) -> dict[str, float]:
    """Return how long simple steps take on an (n, n) float32 array: the best of ``rounds``."""
    rng = np.random.default_rng(0)
    x, w = rng.standard_normal((2, n, n)).astype(np.float32)
    steps: dict[str, Callable[[], Array]] = {
        "max(0, x)": lambda: np.maximum(x, 0),
        "exp": lambda: np.exp(x),
        "tanh": lambda: np.tanh(x),
        "x @ w": lambda: x @ w,
    }
    return {name: 1e3 * _best(step, rounds) for name, step in steps.items()}


def _best(step: Callable[[], Array], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        step()
        times.append(time.perf_counter() - start)
    return min(times)

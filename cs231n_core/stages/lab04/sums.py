"""Why 1/n and 2/n: variances of sums and products, and layers that are not square."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from cs231n_core.arrays import Array

Pair = Callable[[float, float], float]


def sample_sums(fan_in: int, std: float, *, count: int = 2000, seed: int = 0) -> Array:
    """Return sums of ``fan_in`` products of N(0, 1) inputs and weights of this size.

    Given the inputs, such a sum is normal with variance ``std² · Σx²``: that is how it is drawn.
    """
    rng = np.random.default_rng(seed)
    squares = rng.chisquare(fan_in, count)
    sums: Array = std * np.sqrt(squares) * rng.standard_normal(count)
    return sums


def variance_of_products(
    *, count: int = 4_000, fan_in: int = 50, seed: int = 0
) -> dict[str, Array]:
    """Return measured Var(y), and n · Var(x) · Var(w), for five kinds of inputs and weights.

    ``y = Σ x_i w_i`` over 50 terms, both factors drawn anew each time. The rule is right for the
    first and the fourth kind.

    Returns
    -------
    rows : {name: (3,) array}
        Measured variance, the rule, and n · E[x²] · Var(w) + n · Var(x) · E[w]².
    """
    rng = np.random.default_rng(seed)
    shape = (count, fan_in)
    normal, weights = rng.standard_normal(shape), 0.2 * rng.standard_normal(shape)
    shared = rng.standard_normal((count, 1))
    cases = {
        "zero means, independent": (normal, weights),
        "inputs of mean 1": (1 + normal, weights),
        "weights of mean 0.2": (normal, 0.2 + weights),
        "inputs all alike": (np.repeat(shared, fan_in, axis=1), weights),
        "alike, and weights of mean 0.2": (np.repeat(shared, fan_in, axis=1), 0.2 + weights),
    }
    return {name: _three(x, w) for name, (x, w) in cases.items()}


def _three(x: Array, w: Array) -> Array:
    n = x.shape[1]
    rule = n * x.var() * w.var()
    full = n * (np.mean(x**2) * w.var() + x.var() * w.mean() ** 2)
    return np.array([(x * w).sum(axis=1).var(), rule, full])


RELU_RULES: dict[str, Pair] = {
    "He, fan_in": lambda d, _: float(np.sqrt(2 / d)),
    "He, fan_out": lambda _, m: float(np.sqrt(2 / m)),
    "4/(in+out)": lambda d, m: float(np.sqrt(4 / (d + m))),
}
"""Three standard deviations for ReLU layers, from fan-in and fan-out."""


@dataclass(frozen=True)
class Ratio:
    """By how much one ReLU layer scales the second moment, forward and on the way back."""

    forward: float
    backward: float


def forward_and_backward(n_in: float, n_out: float, std: float) -> Ratio:
    """Return what theory says of a ReLU layer: ``n_in · std² / 2`` and ``n_out · std² / 2``."""
    return Ratio(n_in * std**2 / 2, n_out * std**2 / 2)


def pyramid(
    rule: Pair, sizes: Sequence[int], *, examples: int = 200, seed: int = 0
) -> tuple[Array, Array]:
    """Return the root mean squares of outputs and of input gradients, layer by layer.

    The ReLU stack may have any widths; its inputs are ReLU outputs of second moment 1, the
    gradient that enters is N(0, 1).

    Parameters
    ----------
    rule : function
        The standard deviation of the weights, from fan-in and fan-out.
    sizes : sequence of int
        Widths, the inputs first.
    """
    rng = np.random.default_rng(seed)
    h: Array = np.sqrt(2.0) * np.maximum(rng.standard_normal((examples, sizes[0])), 0)
    weights, gates, forward = [], [], []
    for d, m in pairwise(sizes):
        w = rule(d, m) * rng.standard_normal((d, m))
        a = h @ w
        h = np.maximum(a, 0)
        weights.append(w)
        gates.append(a > 0)
        forward.append(float(np.sqrt(np.mean(h**2))))
    d_out: Array = rng.standard_normal(h.shape)
    backward = []
    for w, gate in zip(weights[::-1], gates[::-1], strict=True):
        d_out = (d_out * gate) @ w.T
        backward.append(float(np.sqrt(np.mean(d_out**2))))
    return np.array(forward), np.array(backward[::-1])

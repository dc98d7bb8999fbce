"""A deep stack before its first step: what comes out of each layer, which gradient comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from cs231n_core.arrays import Array
from cs231n_core.initializers import lsuv_init
from cs231n_core.stages.lab.activations import ACTIVATIONS
from cs231n_core.stages.lab.network import Images

SATURATED = 0.97


@dataclass(frozen=True)
class Stack:
    """Inputs (N, D), one matrix of unit size per layer, and the gradient that enters at the top.

    The matrices are drawn once and rescaled for every rule: what differs between two rules is
    then the rule, and nothing else.
    """

    x: Array
    units: tuple[Array, ...]
    dout: Array


@dataclass(frozen=True)
class Passes:
    """What each layer of a stack does, first layer first.

    ``mean``, ``std``, ``rms`` and ``saturated`` (share beyond 0.97) describe its outputs, which
    ``outputs`` holds; ``dx`` and ``dw`` are the root mean squares of the gradients of its input
    and of its weights.
    """

    mean: Array
    std: Array
    rms: Array
    saturated: Array
    dx: Array
    dw: Array
    outputs: tuple[Array, ...]


def make_stack(
    width: int = 500,
    depth: int = 10,
    *,
    examples: int = 64,
    draw: str = "randn",
    seed: int = 0,
    dtype: DTypeLike = np.float64,
) -> Stack:
    """Return normal inputs, normal gradients, and matrices from ``draw``.

    Parameters
    ----------
    width, depth, examples : int
    draw : {"randn", "rand"}
        ``rand`` draws weights from [0, 1), as ``np.random.rand`` does.
    dtype : float32 or float64
        float32 halves the memory of wide stacks.
    """
    rng = np.random.default_rng(seed)
    kind: Any = np.dtype(dtype)  # the stubs want it spelled out
    draws: dict[str, Any] = {"randn": rng.standard_normal, "rand": rng.random}
    weights = draws[draw]
    x, dout = (rng.standard_normal((examples, width), dtype=kind) for _ in range(2))
    units = tuple(weights((width, width), dtype=kind) for _ in range(depth))
    return Stack(np.asarray(x), units, np.asarray(dout))


def image_stack(images: Images, *, width: int = 500, depth: int = 10, examples: int = 64) -> Stack:
    """Return a stack whose inputs are images: real data in place of normal numbers."""
    plain = make_stack(width, depth, examples=examples)
    x = images.x[:examples].astype(np.float64)
    first = np.random.default_rng(1).standard_normal((x.shape[1], width))
    return Stack(x, (first, *plain.units[1:]), plain.dout)


Rule = float | Callable[[int], float]
"""A standard deviation, or one for each fan-in."""


def both_passes(stack: Stack, rule: Rule, activation: str) -> Passes:
    """Send the inputs up and the gradient back down, with every matrix scaled by ``rule``.

    Examples
    --------
    >>> passes = both_passes(make_stack(100, 3), 0.1, "tanh")
    >>> passes.std.round(1), len(passes.outputs)
    (array([0.6, 0.5, 0.4]), 3)
    """
    f, h = ACTIVATIONS[activation], stack.x
    inputs, slopes, scales = [], [], []
    for unit in stack.units:
        scales.append(unit.dtype.type(rule(unit.shape[0]) if callable(rule) else rule))
        inputs.append(h)
        h, slope = f.both(scales[-1] * (h @ unit))
        slopes.append(slope)
    outputs, d = (*inputs[1:], h), stack.dout
    dx, dw = [], []
    layers = zip(inputs[::-1], stack.units[::-1], slopes[::-1], scales[::-1], strict=True)
    for x, unit, slope, scale in layers:
        da = d * slope
        dw.append(product_rms(x, da))
        d = scale * (da @ unit.T)
        dx.append(rms(d))
    return Passes(
        np.array([float(h.mean(dtype=np.float64)) for h in outputs]),
        np.array([float(h.std(dtype=np.float64)) for h in outputs]),
        np.array([rms(h) for h in outputs]),
        np.array([float((np.abs(h) > SATURATED).mean()) for h in outputs]),
        np.array(dx[::-1]),
        np.array(dw[::-1]),
        outputs,
    )


def lsuv_stds(images: Images, *, width: int = 200, depth: int = 10) -> tuple[Array, Array]:
    """Return the spread of every tanh layer's pre-activations on 200 images, two ways to start.

    Returns
    -------
    small, scaled : (depth,) arrays
        With normal weights of standard deviation 0.01, and with `lsuv_init`.
    """
    rng = np.random.default_rng(0)
    x = images.x[:200].astype(np.float64)
    sizes = [x.shape[1], *[width] * depth]
    small = [0.01 * rng.standard_normal(shape) for shape in pairwise(sizes)]
    return _stds(x, small), _stds(x, lsuv_init(small, x, np.tanh))


def _stds(x: Array, weights: Sequence[Array]) -> Array:
    found = []
    for w in weights:
        found.append(float((x @ w).std()))
        x = np.tanh(x @ w)
    return np.array(found)


def rms(values: Array) -> float:
    """Return the root mean square."""
    return float(np.sqrt(np.mean(np.square(values, dtype=np.float64))))


def product_rms(x: Array, d: Array) -> float:
    """Return the root mean square of ``x.T @ d``, (D, M), without making it.

    The sum of its squares is that of the entrywise product of two (N, N) matrices, which are
    small where examples are few and units are many.
    """
    wide, up = x.astype(np.float64, copy=False), d.astype(np.float64, copy=False)
    total = float(np.sum((wide @ wide.T) * (up @ up.T)))
    return float(np.sqrt(max(total, 0.0) / (x.shape[1] * d.shape[1])))

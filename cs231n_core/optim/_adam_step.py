"""One step of Adam: in NumPy, or by a kernel that was lent.

Imports go from the kernels down to here, so that this module cannot ask for them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from cs231n_core.arrays import Array

Moments = tuple[Array, Array, Array]
"""The next weights, and the moving means of the gradient and of its square."""


class AdamNumbers(NamedTuple):
    """The settings of a step; the next means are divided by the last two."""

    learning_rate: float
    beta1: float
    beta2: float
    epsilon: float
    correct_m: float
    correct_v: float


Step = Callable[[Array, Array, Array, Array, AdamNumbers], Moments | None]
"""Takes w, dw, m, v; returns None for arrays that it does not take."""

_lent: list[Step] = []


def lend(step: Step) -> None:
    """Let ``step`` calculate every step that it can."""
    _lent[:] = [step]


def adam_step(w: Array, dw: Array, m: Array, v: Array, numbers: AdamNumbers) -> Moments:
    """Return the next w, m and v."""
    for step in _lent:
        done = step(w, dw, m, v, numbers)
        if done is not None:
            return done
    return numpy_adam_step(w, dw, m, v, numbers)


def numpy_adam_step(w: Array, dw: Array, m: Array, v: Array, numbers: AdamNumbers) -> Moments:
    """Return the next w, m and v: the definition of correct for the compiled kernel."""
    learning_rate, beta1, beta2, epsilon, correct_m, correct_v = numbers
    next_m = (beta1 * m + (1 - beta1) * dw).astype(w.dtype, copy=False)
    next_v = (beta2 * v + (1 - beta2) * np.square(dw)).astype(w.dtype, copy=False)
    step = learning_rate * (next_m / correct_m) / (np.sqrt(next_v / correct_v) + epsilon)
    next_w: Array = w - step.astype(w.dtype, copy=False)
    return next_w, next_m, next_v

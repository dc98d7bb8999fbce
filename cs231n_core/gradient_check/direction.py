"""Check a gradient of any size with two evaluations: along one random direction."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from cs231n_core.arrays import Array
from cs231n_core.errors import explain
from cs231n_core.gradient_check.numeric import same_shape, writable
from cs231n_core.probing import probing


def grad_check_direction(
    f: Callable[[Any], Any],
    x: Array,
    analytic_grad: Array,
    num_checks: int = 1,
    h: float = 1e-4,
    rng: np.random.Generator | None = None,
) -> list[float]:
    """Compare a gradient with central differences along random directions.

    Every entry takes a step of the same length up or down, at random, and the change of ``f`` is
    compared with the one that the gradient foretells. However large ``x`` is, a direction costs two
    evaluations; unlike in a check of a few entries, a mistake in a single entry counts in full.

    Parameters
    ----------
    f : callable
        Takes ``x`` and returns one number; for a layer ``lambda x: np.sum(layer(x) * dout)``.
    x : (...,) float array
        The point, best in float64. Unchanged afterwards, bit for bit.
    analytic_grad : (...,) array of the shape of ``x``
    num_checks : int
        How many directions.
    h : float
        Length of half the step, over all entries together.
    rng : numpy Generator, optional
        Chooses the directions. Without it, every call looks along the same ones.

    Returns
    -------
    errors : list of float
        Per direction the distance of the two changes, relative to the larger of them and to the
        change that a gradient of this length makes on average.

    Raises
    ------
    ValueError
        If the shapes differ, ``f`` does not return one number or the step is lost in rounding.

    References
    ----------
    Griewank, Walther, "Evaluating Derivatives", SIAM 2008, section 3.1: directional derivatives.

    Examples
    --------
    >>> x = np.random.default_rng(0).normal(size=(300, 400))
    >>> right = grad_check_direction(lambda x: np.sum(x**3), x, 3 * x**2)
    >>> wrong = grad_check_direction(lambda x: np.sum(x**3), x, 3.001 * x**2, num_checks=3)
    >>> right[0] < 1e-7, max(wrong) > 1e-5
    (True, True)
    """
    point = writable("grad_check_direction", x)
    gradient = same_shape("grad_check_direction", analytic_grad, point).astype(np.float64)
    if point.size == 0:
        return [0.0] * num_checks
    rng = np.random.default_rng(0) if rng is None else rng
    before, each = point.copy(), h / math.sqrt(point.size)
    errors = []
    for _ in range(num_checks):
        signs = rng.choice(np.array([-1.0, 1.0]), size=point.shape)
        try:
            with probing():
                step, change = _change(f, point, before, signs * each)
        finally:
            point[...] = before
        foretold = float(np.sum(gradient * step))
        usual = 2 * each * float(np.linalg.norm(gradient))
        errors.append(abs(change - foretold) / max(abs(change), abs(foretold), usual, 1e-300))
    return errors


def _change(f: Callable[[Any], Any], x: Array, before: Array, half: Array) -> tuple[Array, float]:
    """Return the step that was taken, as it came out of rounding, and the change of f over it."""
    x[...] = before + half
    high, above = x.astype(np.float64), _number(f(x))
    x[...] = before - half
    step: Array = high - x
    if not np.any(step):
        hint = "use float64 for gradient checks, or a larger h"
        expected = f"a step that changes {x.dtype} numbers"
        raise ValueError(
            explain("grad_check_direction", "h is", f"too small for {x.dtype}", expected, hint)
        )
    return step, above - _number(f(x))


def _number(value: Any) -> float:
    array = np.asarray(value, np.float64)
    if array.size != 1:
        hint = "for a layer: lambda x: np.sum(layer(x) * dout)"
        raise ValueError(
            explain("grad_check_direction", "f returned shape", array.shape, "one number", hint)
        )
    return float(array.reshape(()))

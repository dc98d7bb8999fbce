"""CS231n's numerical gradients, by central differences in every entry or in a few.

They change the array that they probe in place, one entry at a time, and put back its exact bits,
even if the function raises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from cs231n_core.arrays import Array, float_array
from cs231n_core.errors import explain
from cs231n_core.probing import probing


def rel_error(x: Any, y: Any) -> float:
    """Return the largest relative difference of two arrays, CS231n's measure.

    Entries near zero dominate it: 1e-12 against 3e-12 counts as 0.5. `check_gradient` judges by a
    bound that knows the size of the whole gradient.

    Parameters
    ----------
    x, y : (...,) arrays of the same shape

    Returns
    -------
    error : float
        ``max(|x - y| / max(1e-8, |x| + |y|))``.

    Examples
    --------
    >>> rel_error(np.array([1.0, 3.0]), np.array([1.0, 1.0]))
    0.5
    """
    left, right = np.asarray(x, np.float64), np.asarray(y, np.float64)
    if left.shape != right.shape:
        raise ValueError(explain("rel_error", "x has shape", left.shape, f"{right.shape} as y has"))
    scale = np.maximum(1e-8, np.abs(left) + np.abs(right))
    return float(np.max(np.abs(left - right) / scale, initial=0.0))


@contextmanager
def restored(x: Array, index: tuple[int, ...]) -> Iterator[None]:
    """Put back the bits of one entry, whatever happens."""
    before = x[index].copy()
    try:
        yield
    finally:
        x[index] = before


def _probe(f: Callable[[Any], Any], x: Array, index: tuple[int, ...], h: float) -> Any:
    """Return the central difference of ``f`` in one entry of ``x``, times nothing else.

    The step is measured after rounding: in float32, x + h is rarely h away from x.
    """
    with restored(x, index), probing():
        centre = x[index]
        x[index] = high = centre + x.dtype.type(h)
        above = np.array(f(x), dtype=np.float64)
        x[index] = low = centre - x.dtype.type(h)
        below = np.array(f(x), dtype=np.float64)
    step: float = float(high) - float(low)
    if step == 0:
        raise ValueError(
            explain(
                "numerical gradient",
                "h is",
                h,
                f"a step that changes {x.dtype} {centre}",
                "use float64 for gradient checks, or a larger h",
            )
        )
    return (above - below) / step


def writable(where: str, x: Any) -> Array:
    """Return an array that can be changed in place, or refuse it."""
    array: Array = float_array(where, "x", x)
    if not isinstance(x, np.ndarray) or not x.flags.writeable:
        raise ValueError(
            explain(
                where,
                "x is",
                "not a writable array",
                "an array that can be changed in place",
                "pass x.copy()",
            )
        )
    return array


def eval_numerical_gradient(
    f: Callable[[Any], Any], x: Array, verbose: bool = False, h: float = 1e-5
) -> Array:
    """Return the gradient of a scalar function by central differences.

    Parameters
    ----------
    f : callable
        Takes ``x`` and returns one number. It may also read ``x`` from elsewhere (a model's
        parameter): ``x`` is changed in place.
    x : (...,) float array
        The point. Unchanged afterwards, bit for bit.
    verbose : bool
        Print every entry.
    h : float
        Half the step.

    Returns
    -------
    grad : (...,) array of the shape and dtype of ``x``

    Examples
    --------
    >>> eval_numerical_gradient(lambda x: (x**2).sum(), np.array([1.0, -2.0])).round(6)
    array([ 2., -4.])
    """
    array = writable("eval_numerical_gradient", x)
    grad = np.zeros_like(array)
    for index in np.ndindex(array.shape):
        slope = _probe(f, array, index, h)
        if slope.size != 1:
            raise ValueError(
                explain(
                    "eval_numerical_gradient",
                    "f returned shape",
                    slope.shape,
                    "one number",
                    "for arrays use eval_numerical_gradient_array(f, x, df)",
                )
            )
        grad[index] = slope.reshape(())
        if verbose:
            print(index, grad[index])  # noqa: T201 - asked for by the cell
    return grad


def eval_numerical_gradient_array(
    f: Callable[[Any], Any], x: Array, df: Any, h: float = 1e-5
) -> Array:
    """Return the gradient of ``sum(f(x) * df)`` by central differences.

    Parameters
    ----------
    f : callable
        Takes ``x`` and returns an array.
    x : (...,) float array
        The point. Unchanged afterwards, bit for bit.
    df : array of the shape of ``f(x)``
        The upstream gradient. Let it vary: for batch norm a constant one gives zero everywhere.
    h : float
        Half the step.

    Returns
    -------
    grad : (...,) array of the shape and dtype of ``x``

    Examples
    --------
    >>> x = np.array([1.0, -2.0])
    >>> eval_numerical_gradient_array(lambda x: x**2, x, np.array([1.0, 10.0])).round(6)
    array([  2., -40.])
    """
    array = writable("eval_numerical_gradient_array", x)
    upstream = np.asarray(df, np.float64)
    grad = np.zeros_like(array)
    for index in np.ndindex(array.shape):
        slope = _probe(f, array, index, h)
        if slope.shape != upstream.shape:
            raise ValueError(
                explain(
                    "eval_numerical_gradient_array",
                    "df has shape",
                    upstream.shape,
                    f"{slope.shape} as f(x) has",
                )
            )
        grad[index] = np.sum(slope * upstream)
    return grad


def grad_check_sparse(
    f: Callable[[Any], Any],
    x: Array,
    analytic_grad: Array,
    num_checks: int = 10,
    h: float = 1e-5,
    rng: np.random.Generator | None = None,
    verbose: bool = True,
) -> list[float]:
    """Compare a gradient with central differences at a few random entries.

    Parameters
    ----------
    f : callable
        Takes ``x`` and returns one number.
    x : (...,) float array
        The point. Unchanged afterwards, bit for bit.
    analytic_grad : (...,) array of the shape of ``x``
    num_checks : int
        How many entries to look at.
    h : float
        Half the step.
    rng : numpy Generator, optional
        Chooses the entries. Without it, every call looks at the same ones.
    verbose : bool
        Print both values and their relative error for each entry, as CS231n does.

    Returns
    -------
    errors : list of float
        One relative error per looked-at entry.

    Examples
    --------
    >>> x = np.array([[1.0, -2.0, 3.0]])
    >>> errors = grad_check_sparse(lambda x: (x**2).sum(), x, 2 * x, num_checks=1, h=2.0**-10)
    numerical: 6.000000 analytic: 6.000000, relative error: 0.000000e+00
    """
    array = writable("grad_check_sparse", x)
    gradient = same_shape("grad_check_sparse", analytic_grad, array)
    rng = np.random.default_rng(0) if rng is None else rng
    errors = []
    for _ in range(num_checks):
        index = tuple(int(rng.integers(length)) for length in array.shape)
        numeric, analytic = float(_probe(f, array, index, h)), float(gradient[index])
        errors.append(rel_error(numeric, analytic))
        if verbose:
            print(  # noqa: T201 - what CS231n's cells show
                f"numerical: {numeric:f} analytic: {analytic:f}, relative error: {errors[-1]:e}"
            )
    return errors


def same_shape(where: str, analytic_grad: Any, x: Array) -> Array:
    """Return a gradient as an array, or refuse one of another shape than ``x`` has."""
    gradient: Array = np.asarray(analytic_grad)
    if gradient.shape != x.shape:
        raise ValueError(
            explain(where, "analytic_grad has shape", gradient.shape, f"{x.shape} as x has")
        )
    return gradient

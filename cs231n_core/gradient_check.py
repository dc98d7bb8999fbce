"""Compare a gradient with finite differences, and say what is wrong with it.

The functions of CS231n keep their names and argument order; they change the array that they probe
in place, one entry at a time, and put back its exact bits, even if the function raises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from cs231n_core.arrays import Array, float_array
from cs231n_core.diagnosis import diagnose
from cs231n_core.errors import explain

__all__ = [
    "GradientCheck",
    "check_gradient",
    "diagnose",
    "eval_numerical_gradient",
    "eval_numerical_gradient_array",
    "grad_check_sparse",
    "rel_error",
]


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
def _restored(x: Array, index: tuple[int, ...]) -> Iterator[None]:
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
    with _restored(x, index):
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


def _writable(where: str, x: Any) -> Array:
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
    array = _writable("eval_numerical_gradient", x)
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
    array = _writable("eval_numerical_gradient_array", x)
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

    Returns
    -------
    errors : list of float
        One relative error per looked-at entry.

    Examples
    --------
    >>> x = np.array([[1.0, -2.0, 3.0]])
    >>> errors = grad_check_sparse(lambda x: (x**2).sum(), x, 2 * x, num_checks=3)
    >>> max(errors) < 1e-8
    True
    """
    array = _writable("grad_check_sparse", x)
    if np.shape(analytic_grad) != array.shape:
        raise ValueError(
            explain(
                "grad_check_sparse",
                "analytic_grad has shape",
                np.shape(analytic_grad),
                f"{array.shape} as x has",
            )
        )
    rng = np.random.default_rng(0) if rng is None else rng
    errors = []
    for _ in range(num_checks):
        index = tuple(int(rng.integers(length)) for length in array.shape)
        errors.append(rel_error(_probe(f, array, index, h), analytic_grad[index]))
    return errors


# --- the diagnosing checker ----------------------------------------------------------------------


@dataclass(frozen=True)
class GradientCheck:
    """The verdict of `check_gradient`.

    ``max_rel_error`` is relative to the larger of the entry and the gradient's own size.
    """

    ok: bool
    max_rel_error: float
    message: str

    def __str__(self) -> str:
        return self.message


def check_gradient(
    f: Callable[[Any], Any],
    x: Array,
    analytic: Any,
    dout: Any,
    *,
    h: float = 1e-5,
    rtol: float = 1e-6,
) -> GradientCheck:
    """Compare your gradient of ``sum(f(x) * dout)`` with finite differences and name the mistake.

    Parameters
    ----------
    f : callable
        The forward pass: takes ``x`` and returns an array, without the cache.
    x : (...,) float64 array
        The point, at least ``h`` away from kinks. Never changed: ``f`` gets a copy.
    analytic : (...,) array of the shape of ``x``
        Your gradient.
    dout : array of the shape of ``f(x)``
        The upstream gradient; must vary.
    h : float
        Half the step.
    rtol : float
        Allowed error, relative to the larger of the entry and the largest entry of the gradient:
        an entry that is zero but for rounding does not fail.

    Returns
    -------
    result : GradientCheck
        ``ok``, ``max_rel_error`` and a ``message`` with the worst entry, your value there and the
        numerical one.

    Raises
    ------
    ValueError
        If ``dout`` is constant: a normalisation layer's gradient is then zero, and so is that of
        many wrong ones.

    Examples
    --------
    >>> x, dout = np.array([[-1.0, 2.0], [3.0, -4.0]]), np.array([[0.5, 1.5], [2.5, 3.5]])
    >>> print(check_gradient(lambda x: np.maximum(0, x), x, dout * (x > 0), dout))
    gradient is right: largest relative error 0, limit 1e-06
    >>> print(check_gradient(lambda x: np.maximum(0, x), x, dout, dout))
    gradient differs from the numerical one at [1, 1]: yours 3.5, numerical 0
      2 of 4 entries are wrong, the worst is [1, 1]: exactly where x < 0; there it \
equals dout
    """
    point = np.array(float_array("check_gradient", "x", x), np.float64)
    upstream = np.asarray(dout, np.float64)
    _refuse_constant(upstream)
    value = np.asarray(analytic, np.float64)
    numeric = eval_numerical_gradient_array(f, point, upstream, h)
    if value.shape != numeric.shape:
        return GradientCheck(False, np.inf, diagnose(value, numeric, rtol=rtol, atol=0.0))
    size = float(np.max(np.abs(numeric), initial=0.0))
    # What the subtraction in the difference quotient cannot see.
    noise = 10 * np.finfo(np.float64).eps * float(np.sum(np.abs(f(point) * upstream))) / h
    error = np.abs(value - numeric)
    scale = np.maximum(np.maximum(np.abs(value), size), np.finfo(np.float64).tiny)
    relative = np.where(error <= noise, 0.0, error / scale)
    relative = np.where(np.isnan(relative), np.inf, relative)
    worst = np.unravel_index(int(np.argmax(relative)), relative.shape) if relative.size else ()
    largest = float(np.max(error / scale, initial=0.0))
    if np.all(relative <= rtol):
        text = f"gradient is right: largest relative error {largest:.2g}, limit {rtol:.2g}"
        return GradientCheck(True, largest, text)
    place = [int(i) for i in worst]
    text = (
        f"gradient differs from the numerical one at {place}: "
        f"yours {value[worst]:.6g}, numerical {numeric[worst]:.6g}\n  "
    )
    if _has_kink(f, point, worst, upstream, h):
        text += f"f has a kink within {h:g} of x{place}: move that entry and check again"
    else:
        text += diagnose(value, numeric, rtol=rtol, atol=rtol * size + noise, x=x, dout=upstream)
    return GradientCheck(False, float(relative[worst]), text)


def _refuse_constant(dout: Any) -> None:
    if dout.size > 1 and np.all(dout == dout.flat[0]):
        raise ValueError(
            explain(
                "check_gradient",
                "dout is",
                f"{dout.flat[0]:g} everywhere",
                "values that vary, such as rng.normal(size=out.shape)",
                "with a constant dout the gradient of batch norm is zero, right or wrong",
            )
        )


def _has_kink(
    f: Callable[[Any], Any], x: Array, index: tuple[Any, ...], dout: Any, h: float
) -> bool:
    """Tell whether the slopes to the left and to the right differ as only a kink makes them."""

    def along(shift: float) -> float:
        with _restored(x, index):
            x[index] += shift
            return float(np.sum(np.asarray(f(x)) * dout))

    centre = along(0.0)
    right, left = (along(h) - centre) / h, (centre - along(-h)) / h
    return abs(right - left) > 1e-2 * (abs(right) + abs(left)) + 1e-4

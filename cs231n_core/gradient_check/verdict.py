"""Compare a whole gradient with finite differences, and say what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from cs231n_core.arrays import Array, float_array
from cs231n_core.diagnosis import diagnose
from cs231n_core.errors import explain
from cs231n_core.gradient_check.numeric import eval_numerical_gradient_array, restored
from cs231n_core.probing import probing


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
    with probing():
        total = float(np.sum(np.abs(f(point) * upstream)))
    noise = 10 * np.finfo(np.float64).eps * total / h
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
        with restored(x, index), probing():
            x[index] += shift
            return float(np.sum(np.asarray(f(x)) * dout))

    centre = along(0.0)
    right, left = (along(h) - centre) / h, (centre - along(-h)) / h
    return abs(right - left) > 1e-2 * (abs(right) + abs(left)) + 1e-4

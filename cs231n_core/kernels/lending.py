"""Lends compiled kernels to modules that lie below this package and cannot ask for them."""

from __future__ import annotations

from cs231n_core.arrays import Array
from cs231n_core.kernels.backend import active
from cs231n_core.optim import _adam_step


def adam(
    w: Array, dw: Array, m: Array, v: Array, numbers: _adam_step.AdamNumbers
) -> _adam_step.Moments | None:
    """Return a step of Adam in one pass; None if the kernels are NumPy's or an array is not plain.

    Examples
    --------
    >>> from cs231n_core.kernels import using
    >>> with using("numpy"):
    ...     adam(*[None] * 4, numbers=None)
    """
    native = active().native
    done: _adam_step.Moments | None = None if native is None else native.adam(w, dw, m, v, *numbers)
    return done


_adam_step.lend(adam)

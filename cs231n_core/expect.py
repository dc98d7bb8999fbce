"""What facets say: expectations that name the mistake and never tell the value.

Nothing here trusts the object that it looks at. Only an exact `numpy.ndarray` or NumPy scalar is a
value; lists, subclasses and anything with operators of its own is refused before it is compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cs231n_core.answer import Answer, CheckFailed, kind_of
from cs231n_core.gradient_check import diagnose

Mistakes = Sequence[tuple[str, Any]]
"""Known wrong answers: the sentence that names the mistake, and the value that it leads to."""

TOLERANCE = {np.dtype(np.float32): 1e-5, np.dtype(np.float64): 1e-7}
"""The relative error that every contract allows, measured against the largest wanted entry."""

_SCALARS = frozenset(np.sctypeDict.values())


def expect(claim: bool, message: str) -> None:
    """Raise `CheckFailed` with ``message`` unless ``claim`` holds."""
    if not claim:
        raise CheckFailed(message)


def expect_array(got: Any, where: str, shape: tuple[int, ...], dtype: Any) -> np.ndarray:
    """Return ``got`` as an array of numbers of exactly this shape and dtype, or say what it is."""
    value = plain(got, where, shape)
    expect(value.shape == shape, f"{where} has shape {value.shape}, expected {shape}")
    return _of_dtype(value, where, np.dtype(dtype))


def plain(got: Any, where: str, shape: tuple[int, ...] = ()) -> np.ndarray:
    """Return ``got`` if it is exactly an array or NumPy scalar; a float may stand for ()."""
    kind = type(got)
    if kind is np.ndarray or kind in _SCALARS or (kind is float and shape == ()):
        return np.asarray(got)
    wanted = "a plain NumPy array" if issubclass(kind, np.ndarray) else "a NumPy array"
    size = f" of shape {shape}" if shape else ""
    raise CheckFailed(f"{where} is {kind_of(got)}, expected {wanted}{size}")


def _of_dtype(value: np.ndarray, where: str, dtype: np.dtype[Any]) -> np.ndarray:
    if value.dtype != dtype:
        raise CheckFailed(
            f"{where} has dtype {value.dtype} for {dtype} input: the dtype must be kept"
        )
    return value


def expect_close(
    got: Any,
    want: np.ndarray,
    where: str,
    *,
    rtol: float | None = None,
    atol: float | None = None,
    mistakes: Mistakes = (),
    **context: Any,
) -> None:
    """Compare shape, dtype and values with ``want``; name the mistake without telling the value.

    A value that equals one of ``mistakes`` gets that sentence. Otherwise
    `cs231n_core.gradient_check.diagnose` describes the difference; ``context`` (``x``, ``dout``)
    is handed to it.

    Parameters
    ----------
    got : object
        What the student's function returned.
    want : (...,) array
        The reference's value.
    where : str
        What it is called in the exercise.
    rtol : float, optional
        Allowed relative error, by default the contract's for the dtype (see `TOLERANCE`).
    atol : float, optional
        Allowed absolute error, by default ``rtol`` of the largest finite entry of ``want``.
    mistakes : sequence of (sentence, value)
        Known wrong answers.
    """
    value = plain(got, where, want.shape)
    rtol = TOLERANCE[want.dtype] if rtol is None else rtol
    finite = np.abs(want[np.isfinite(want)])
    slack = rtol * max(1e-3, float(np.max(finite, initial=0.0))) if atol is None else atol
    if value.shape == want.shape:
        _of_dtype(value, where, want.dtype)
        if _close(value, want, rtol, slack):
            return
    elif value.dtype.kind not in "fiub":
        raise CheckFailed(f"{where} has shape {value.shape}, expected {want.shape}")
    near = max(slack, 1e-12) if atol is None else atol
    for sentence, wrong in mistakes:
        if _close(value, np.asarray(wrong), max(rtol, 1e-6), near):
            raise CheckFailed(f"{where}: {sentence}")
    raise CheckFailed(f"{where}: {diagnose(value, want, rtol=rtol, atol=slack, **context)}")


def _close(value: np.ndarray, want: np.ndarray, rtol: float, atol: float) -> bool:
    if value.shape != want.shape:
        return False
    if value.dtype.kind == want.dtype.kind == "f":  # a check does this hundreds of times
        with np.errstate(all="ignore"):
            if (np.abs(value - want) < atol + rtol * np.abs(want)).all():
                return True
    return bool(np.allclose(value, want, rtol=rtol, atol=atol))


def expect_right(got: Any, want: np.ndarray, where: str) -> None:
    """Demand the right values in a facet about something else, which it is too early to ask."""
    value = expect_array(got, where, want.shape, want.dtype)
    rtol = TOLERANCE[want.dtype]
    slack = rtol * max(1e-3, float(np.max(np.abs(want), initial=0.0)))
    expect(
        _close(value, want, rtol, slack),
        f"{where} is not right yet: this check counts once the values are right",
    )


def expect_share(got: Any, want: float, where: str, *, mistakes: Mistakes = ()) -> None:
    """Demand one number near ``want`` in [0, 1]: a Python float or a NumPy floating scalar."""
    kind = type(got)
    expect(
        kind is float or kind in (np.float64, np.float32),
        f"{where} is {kind_of(got)}, expected one plain number: float(...) makes it one",
    )
    value = float(got)
    if abs(value - want) <= 1e-6:
        return
    for sentence, wrong in mistakes:
        if abs(value - wrong) <= 1e-6:
            raise CheckFailed(f"{where}: {sentence}")
    expect(0 <= value <= 1, f"{where} is not a number between 0 and 1, expected a share")
    raise CheckFailed(f"{where} is too {'large' if value > want else 'small'}")


def frozen(**arrays: np.ndarray) -> dict[str, bytes]:
    """Remember the bytes of the arrays for `expect_unchanged`."""
    return {name: array.tobytes() for name, array in arrays.items()}


def expect_unchanged(before: Mapping[str, bytes], after: Mapping[str, Any], where: str) -> None:
    """Compare arrays with their bytes from before the call (see `frozen`)."""
    for name, content in before.items():
        expect(
            after[name].tobytes() == content,
            f"{where} changed its input {name} in place: work on a copy",
        )


def expect_quiet(answer: Answer, where: str, since: int = 0) -> None:
    """Demand that no floating-point warning came after the first ``since`` warnings."""
    loud = [text for text in answer.warnings[since:] if text.startswith("RuntimeWarning")]
    if loud:
        what = loud[0].removeprefix("RuntimeWarning: ")
        raise CheckFailed(f"{where} made NumPy warn ({what}) where a quiet formula exists")

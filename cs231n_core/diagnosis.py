"""Say what is wrong with an array, without saying which values would have been right.

`diagnose` is used where the wanted values are secret: its sentences name places, counts and
mistakes (sign, factor, transposed, not summed over the batch, ...), never a wanted value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import permutations
from typing import Any

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class _Case:
    """Flat, finite, comparable entries of the two arrays, and what is known about them."""

    got: Values
    want: Values
    rtol: float
    atol: float
    dout: Values | None = None
    x: Values | None = None
    batch: int | None = None

    def equal(self, left: Values, right: Values) -> bool:
        return bool(np.allclose(left, right, rtol=max(self.rtol, 1e-6), atol=self.atol))

    def explains(self, candidate: Values) -> bool:
        """Tell whether the wanted values, wrongly treated, give exactly what was returned."""
        return self.equal(candidate, self.got)


def diagnose(
    got: Any,
    want: Any,
    *,
    rtol: float,
    atol: float,
    x: Any = None,
    dout: Any = None,
) -> str:
    """Return one sentence that says where ``got`` is wrong and, if it can be told, why.

    Parameters
    ----------
    got, want : (...,) arrays
        What was computed, and what it should have been.
    rtol, atol : float
        An entry is wrong if ``abs(got - want) > atol + rtol * abs(want)``.
    x : (N, ...) array, optional
        The input of the forward pass. With the shape of ``want`` it lets the sentence say
        "only where x < 0"; its first axis is taken as the batch.
    dout : (N, ...) array, optional
        The upstream gradient, if ``want`` is a gradient.

    Returns
    -------
    sentence : str
        Names places and mistakes. Never a wanted value.

    Examples
    --------
    >>> x = np.array([[-1.0, 2.0], [3.0, -4.0]])
    >>> dout = np.array([[0.5, 1.5], [2.5, 3.5]])
    >>> diagnose(dout, dout * (x > 0), rtol=1e-7, atol=1e-9, x=x, dout=dout)
    '2 of 4 entries are wrong, the worst is [1, 1]: exactly where x < 0; there it \
equals dout'
    >>> diagnose(2 * dout, dout, rtol=1e-7, atol=1e-9, x=x)
    'all 4 entries are wrong, the worst is [1, 1]: it is 2 times too large, and 2 is the batch \
size N'
    """
    value, right = np.asarray(got, np.float64), np.asarray(want, np.float64)
    inputs = None if x is None else np.asarray(x, np.float64)
    upstream = None if dout is None else np.asarray(dout, np.float64)
    with np.errstate(all="ignore"):
        if value.shape != right.shape:
            return _name_shape(value, right, rtol, atol)
        wrong = ~_close(value, right, rtol, atol)
        if not wrong.any():
            return "every entry is within the tolerance"
        where = _place(value, right, wrong, rtol, atol)
        reason = _reason(value, right, wrong, _Known(rtol, atol, inputs, upstream))
    return f"{where}: {reason}" if reason else where


@dataclass(frozen=True)
class _Known:
    """What the caller told about the comparison."""

    rtol: float
    atol: float
    x: Values | None
    dout: Values | None

    @property
    def batch(self) -> int | None:
        """The length of the first axis of x or dout, if there is one."""
        for array in (self.x, self.dout):
            if array is not None and array.ndim:
                return int(array.shape[0])
        return None

    def case(self, got: Values, want: Values, mask: Mask) -> _Case:
        """Restrict the comparison to the entries of ``mask``."""
        x, dout = (
            array[mask] if array is not None and array.shape == got.shape else None
            for array in (self.x, self.dout)
        )
        return _Case(got[mask], want[mask], self.rtol, self.atol, dout, x, self.batch)


def _close(got: Values, want: Values, rtol: float, atol: float) -> Mask:
    return np.isclose(got, want, rtol=rtol, atol=atol, equal_nan=True)


# --- where ---------------------------------------------------------------------------------------


def _place(got: Values, want: Values, wrong: Mask, rtol: float, atol: float) -> str:
    if got.ndim == 0:
        return "the value is wrong"
    count, size = int(wrong.sum()), wrong.size
    if size == 1:
        return "the only entry is wrong"
    excess = np.abs(got - want) / (atol + rtol * np.abs(want) + np.finfo(np.float64).tiny)
    excess = np.where(np.isfinite(excess), excess, np.inf)
    excess[~wrong] = -1.0
    worst = _index(int(np.argmax(excess)), got.shape)
    if count == 1:
        return f"1 of {size} entries is wrong, {worst}"
    amount = f"all {size}" if count == size else f"{count} of {size}"
    return f"{amount} entries are wrong, the worst is {worst}"


def _index(flat: int, shape: tuple[int, ...]) -> str:
    return str([int(i) for i in np.unravel_index(flat, shape)])


def _regions(x: Values) -> Iterator[tuple[str, Mask]]:
    yield "x is -inf", np.isneginf(x)
    yield "x is +inf", np.isposinf(x)
    yield "x is infinite", np.isinf(x)
    yield "x == 0", x == 0
    yield "x < 0", x < 0
    yield "x > 0", x > 0
    yield "x <= 0", x <= 0
    yield "x >= 0", x >= 0


def _region(x: Values, wrong: Mask) -> str:
    """Name the range of x in which all wrong entries lie, or return the empty string."""
    for name, inside in _regions(x):
        if not inside.all() and not (wrong & ~inside).any():
            if np.array_equal(wrong, inside):
                return f"exactly where {name}"
            # One wrong entry lies in some range by accident.
            return f"only where {name}" if wrong.sum() > 1 else ""
    if wrong.all() or wrong.sum() < 2:
        return ""
    bad, good = np.abs(x[wrong]), np.abs(x[~wrong])
    if bad.min() > good.max():
        return f"only where x is large, from |x| = {bad.min():.3g} on"
    if bad.max() < good.min():
        return f"only where x is small, up to |x| = {bad.max():.3g}"
    return ""


def _slice(wrong: Mask) -> str:
    """Say so if all wrong entries share one index of an axis, or if only one index is right."""
    for axis, length in enumerate(wrong.shape):
        if length < 2 or wrong.ndim < 2:
            continue
        others = tuple(a for a in range(wrong.ndim) if a != axis)
        bad = np.flatnonzero(wrong.any(axis=others))
        if len(bad) == 1:
            return f"only at index {bad[0]} of axis {axis}"
        if len(bad) == length - 1 and length > 2:
            good = np.flatnonzero(~wrong.any(axis=others))[0]
            return f"everywhere but at index {good} of axis {axis}"
    return ""


# --- why -----------------------------------------------------------------------------------------


def _reason(got: Values, want: Values, wrong: Mask, known: _Known) -> str:
    unfinished = _name_nonfinite(got, want, wrong, known)
    if unfinished:
        return unfinished
    if known.x is not None and known.x.shape == got.shape:
        region = _region(known.x, wrong)
        if region:
            return _join(region, _name_mistake(known.case(got, want, wrong)))
    finite = np.isfinite(want) & np.isfinite(got)
    whole = _name_mistake(known.case(got, want, finite)) or _name_order(got, want, known)
    region = "" if whole else _slice(wrong)
    return whole or (region and _join(region, _name_mistake(known.case(got, want, wrong))))


def _join(region: str, mistake: str) -> str:
    return f"{region}; there {mistake}" if mistake else region


def _name_nonfinite(got: Values, want: Values, wrong: Mask, known: _Known) -> str:
    """Name NaN and infinity where the other array is finite."""
    kinds: tuple[tuple[str, Mask], ...] = (
        ("NaN", np.isnan(got) & ~np.isnan(want)),
        ("infinite", np.isinf(got) & ~np.isinf(want)),
        ("not NaN although its input is", np.isnan(want) & ~np.isnan(got)),
        ("finite although its limit is not", np.isinf(want) & np.isfinite(got)),
    )
    for name, mask in kinds:
        count = int((mask & wrong).sum())
        if count == 0:
            continue
        if got.ndim == 0:
            return f"it is {name}"
        first = _index(int(np.argmax(mask)), got.shape)
        verb = "is" if count == 1 else "are"
        sentence = f"{count} {verb} {name}"
        if count > 1:
            sentence += f", the first at {first}"
        region = ""
        if known.x is not None and known.x.shape == got.shape:
            region = _region(known.x, mask)
        return f"{sentence}; {region}" if region else sentence
    return ""


def _name_mistake(case: _Case) -> str:
    """Name an entry-by-entry mistake that explains all the entries, or return nothing."""
    if case.got.size == 0:
        return ""
    for sentence, holds in _MISTAKES:
        if holds(case):
            return sentence
    return _name_factor(case) or _name_precision(case) or _name_offset(case)


def _lacks_dout(case: _Case) -> bool:
    return case.dout is not None and case.equal(case.got * case.dout, case.want)


def _is_dout(case: _Case) -> bool:
    return case.dout is not None and case.explains(case.dout)


def _has_dout_twice(case: _Case) -> bool:
    return case.dout is not None and case.explains(case.want * case.dout)


def _is_x(case: _Case) -> bool:
    return case.x is not None and case.explains(case.x)


_MISTAKES: tuple[tuple[str, Callable[[_Case], bool]], ...] = (
    ("it is zero", lambda case: not case.got.any()),
    ("its sign is flipped", lambda case: case.explains(-case.want)),
    ("it equals dout", _is_dout),
    ("dout is missing as a factor", _lacks_dout),
    ("dout is a factor twice", _has_dout_twice),
    ("it equals x", _is_x),
)


def _name_factor(case: _Case) -> str:
    """Name a constant factor; one or two entries tell it only if it is the batch size."""
    solid = np.abs(case.want) > case.atol
    if not solid.any() or not np.any(case.got[solid]):
        return ""
    ratios = case.got[solid] / case.want[solid]
    factor = float(np.median(ratios))
    if factor == 0 or not np.isfinite(factor) or not case.explains(factor * case.want):
        return ""
    size, word = (abs(factor), "large") if abs(factor) > 1 else (1 / abs(factor), "small")
    sign = " and its sign is flipped" if factor < 0 else ""
    if case.batch is not None and case.batch > 1 and abs(size - case.batch) < 1e-6 * size:
        return f"it is {case.batch} times too {word}{sign}, and {case.batch} is the batch size N"
    varied = solid.sum() >= 3 and np.ptp(case.want[solid]) > 0
    if not varied or abs(size - 1) < 1e-3:
        return ""
    return f"it is {size:.4g} times too {word}{sign}"


def _name_precision(case: _Case) -> str:
    """Say so if the values are right to some digits but not to as many as asked."""
    scale = float(np.max(np.abs(case.want)))
    if scale == 0:
        return ""
    error = float(np.max(np.abs(case.got - case.want) / (np.abs(case.want) + 1e-3 * scale)))
    if error > 1e-3:
        return ""
    digits = int(-np.log10(error))
    cause = "; was a part of it computed in float32?" if 6 <= digits <= 8 else ""
    return f"it is right to about {digits} digits only{cause}"


def _name_offset(case: _Case) -> str:
    differences = case.got - case.want
    if case.got.size < 3 or not case.equal(differences, np.full_like(differences, differences[0])):
        return ""
    return "it is off by the same amount everywhere"


def _name_order(got: Values, want: Values, known: _Known) -> str:
    """Name entries in a wrong order: transposed, other axes, flipped."""
    if got.ndim == 0 or got.ndim > 4:
        return ""
    for axes in permutations(range(got.ndim)):
        turned = got.transpose(axes)
        if turned.shape == want.shape and _close(turned, want, 1e-6, known.atol).all():
            return "it is transposed" if got.ndim == 2 else "its axes are in another order"
    for axis in range(got.ndim):
        if _close(np.flip(got, axis), want, 1e-6, known.atol).all():
            return f"its order along axis {axis} is reversed"
    return ""


# --- shapes --------------------------------------------------------------------------------------


def _name_shape(got: Values, want: Values, rtol: float, atol: float) -> str:
    """Name what would turn the shape into the wanted one, if the values agree with it."""
    head = f"it has shape {got.shape}, expected {want.shape}"
    slack = (max(rtol, 1e-6), atol)
    if got.T.shape == want.shape and _close(got.T, want, *slack).all():
        return f"{head}: it is transposed"
    if got.size == want.size and _close(got.reshape(want.shape), want, *slack).all():
        return f"{head}: the values are right, the shape is not"
    for axis in range(got.ndim if got.ndim > want.ndim else 0):
        total = got.sum(axis=axis)
        if total.shape == want.shape and _close(total, want, *slack).all():
            axes = "the batch" if axis == 0 else f"axis {axis}"
            return f"{head}: it is not summed over {axes}"
    if got.size == 1 and _close(got.reshape(()), want.sum(), *slack):
        return f"{head}: it is summed over everything"
    if got.ndim == want.ndim + 1 and got.shape[1:] == want.shape:
        return f"{head}: is it not summed over the batch?"
    return head

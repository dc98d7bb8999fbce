"""Does a changed function still say what the reference says? Both run on the same random inputs.

Independent of the checks: inputs come from `inputs`, and results are compared with those of the
reference: kinds, shapes and dtypes exactly, numbers within rounding, and which inputs changed.
"""

from __future__ import annotations

import copy
import io
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

import numpy as np

Functions = Mapping[str, Callable[..., Any]]
ROUNDING = {"float64": 1e-12, "float32": 2e-6}
"""Largest difference, beside the largest entry, that another order of operations may cause."""


class Trial:
    """Calls functions and writes down what they returned, raised and changed."""

    def __init__(self, functions: Functions, seed: int) -> None:
        self.functions = functions
        self.rng = np.random.default_rng(seed)
        self.said: list[Any] = []

    def call(self, name: str, *args: Any, shown: int | None = None, **named: Any) -> Any:
        """Call a function; of a tuple only the first ``shown`` parts are written down.

        An exception is written down by its kind and gives None.
        """
        before = copy.deepcopy(args)
        try:
            result = self.functions[name](*args, **named)
        except Exception as error:  # noqa: BLE001 - which one is what is compared
            self.said.append((name, type(error).__name__))
            return None
        self.said.append((name, result if shown is None else result[:shown]))
        self.said.append([same(old, new, 0.0) for old, new in zip(before, args, strict=True)])
        return result

    def pair(self, name: str, *args: Any, **named: Any) -> None:
        """Call ``name_forward``, and ``name_backward`` with a random upstream gradient."""
        result = self.call(f"{name}_forward", *args, shown=1, **named)
        if result is None:
            return
        out, cache = result
        dout = self.rng.normal(size=np.shape(out)).astype(np.asarray(out).dtype)
        self.call(f"{name}_backward", dout, cache)

    def note(self, value: Any) -> None:
        """Write down a value, as it is now."""
        self.said.append(copy.deepcopy(value))


Script = Callable[[Trial], None]


def said(script: Script, functions: Functions, seeds: Sequence[int]) -> list[Any]:
    """Return what functions say under each of the seeds; whatever they print is dropped."""
    everything = []
    for seed in seeds:
        trial = Trial(functions, seed)
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            try:
                script(trial)
            except Exception as error:  # noqa: BLE001 - it returned something of another kind
                trial.said.append(type(error).__name__)
        everything.append(trial.said)
    return everything


def same(one: Any, other: Any, rounding: float | None = None) -> bool:
    """Compare two results: structure, shapes and dtypes exactly, numbers within rounding.

    A Python number equals NumPy's scalar of the same value: contracts allow both.

    Examples
    --------
    >>> same((1.0, np.zeros(2)), (np.float64(1.0), np.zeros(2) + 1e-15))
    True
    >>> same(np.zeros(2), np.zeros(2, np.float32))
    False
    """
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[k], other[k], rounding) for k in one)
    if isinstance(one, list | tuple):
        alike = isinstance(other, type(one)) and len(one) == len(other)
        return alike and all(same(a, b, rounding) for a, b in zip(one, other, strict=True))
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        alike = isinstance(one, np.ndarray | np.generic) and isinstance(
            other, np.ndarray | np.generic
        )
        return alike and _arrays(np.asarray(one), np.asarray(other), rounding)
    if isinstance(one, float | int | np.generic) and isinstance(other, float | int | np.generic):
        return _numbers(one, other, rounding)
    return type(one) is type(other) and (not isinstance(one, str | type(None)) or one == other)


def _arrays(one: Any, other: Any, rounding: float | None) -> bool:
    if one.shape != other.shape or one.dtype != other.dtype:
        return False
    return _near(one, other, rounding)


def _numbers(one: Any, other: Any, rounding: float | None) -> bool:
    truth = [isinstance(value, bool | np.bool_) for value in (one, other)]
    return truth[0] == truth[1] and _near(np.asarray(one), np.asarray(other), rounding)


def _near(one: Any, other: Any, rounding: float | None) -> bool:
    if one.dtype.kind != "f" and other.dtype.kind != "f":
        return bool(np.array_equal(one, other))
    if rounding is None:
        rounding = ROUNDING.get(np.result_type(one, other).name, 1e-12)
    finite = np.isfinite(one)
    scale = np.abs(one[finite]).max(initial=0.0)
    if not np.array_equal(finite, np.isfinite(other)):
        return False
    away = np.abs(one[finite] - other[finite]).max(initial=0.0)
    return bool(away <= rounding * scale) and bool(
        np.array_equal(one[~finite], other[~finite], equal_nan=True)
    )

"""Objects of the test's that student code gets: functions stay here, the course's own models go.

A function, an iterator or a bound method is called back. An instance of a class that both sides
have, of the core's or of a given cell's, goes by value with everything in it; what student code
changes in it is changed here too.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

import numpy as np

from autograder.judge.proxies import Remote
from autograder.wire.encode import Encoder

CORE = "cs231n_core"
_FUNCTIONS = (types.FunctionType, types.MethodType, types.BuiltinFunctionType, np.ufunc)


def handed(
    value: Any, encoder: Encoder, kept: list[Callable[..., Any]], given: Collection[str]
) -> list[Any]:
    """Return the JSON by which the student's process knows an object of the test's.

    Parameters
    ----------
    value : object
        Anything but plain data.
    encoder : Encoder
        What writes the message.
    kept : list of callables
        Gains what student code may call back.
    given : collection of str
        Names of the classes that given cells define, on both sides.

    Raises
    ------
    TypeError
        When it can neither go nor be called back.
    """
    kind = type(value)
    if isinstance(value, types.FunctionType | type) and _of_core(value):
        return ["h", "core", value.__module__, value.__qualname__]
    if isinstance(value, _FUNCTIONS):
        kept.append(value)
        return ["h", "test", len(kept) - 1, getattr(value, "__name__", "test")[:60]]
    if isinstance(value, Iterator):
        kept.append(lambda: next(value))
        return ["h", "iterator", len(kept) - 1]
    shared = _of_core(kind) or (kind.__module__ == "__main__" and kind.__qualname__ in given)
    if shared and _plain(kind) and hasattr(value, "__dict__"):
        state = encoder.instance(value)
        return ["h", "object", kind.__module__, kind.__qualname__, state]
    if shared and kind.__bases__ == (tuple,) and hasattr(kind, "_fields"):
        return ["h", "fields", kind.__module__, kind.__qualname__, encoder.encode(tuple(value))]
    raise TypeError(f"a {kind.__name__} cannot be handed to student code")


def attributes(owner: Any, found: Mapping[Any, Any]) -> dict[str, Any]:
    """Return the attributes that an object of the test's has after student code had it.

    Data is what student code left. What is no data stays as it was: a method that student code puts
    in the place of the class's would answer the test in its name.
    """
    before, kind = vars(owner), type(owner)
    after = {}
    for name, value in found.items():
        if type(name) is not str or callable(getattr(kind, name, None)):
            continue
        if not isinstance(value, Remote):
            after[name] = value
        elif name in before:
            after[name] = before[name]
    return after


def _plain(kind: Any) -> bool:
    """Tell whether an object of this class is nothing but its attributes."""
    return bool(kind.__new__ is object.__new__)


def _of_core(value: Any) -> bool:
    """Tell whether a function or class can be found in the core by its name."""
    own = str(value.__module__).split(".")[0] == CORE
    return own and value.__qualname__.isidentifier()

"""What the judge may do with the student's objects, and what it learns of them."""

from __future__ import annotations

import operator
import types
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.wire.generators import generator_entry

MAX_TEXT = 2000


def _call(target: Any, /, *args: Any, **kwargs: Any) -> Any:
    return target(*args, **kwargs)


def _next(iterator: Any) -> Any:
    return next(iterator)


OPERATIONS: dict[str, Callable[..., Any]] = {
    "call": _call,
    "getattr": getattr,
    "setattr": setattr,
    "delattr": delattr,
    "getitem": operator.getitem,
    "setitem": operator.setitem,
    "delitem": operator.delitem,
    "insert": lambda target, place, value: target.insert(place, value),
    "keys": list,
    "len": len,
    "iter": iter,
    "next": _next,
    "str": str,
    "repr": repr,
    "array": lambda target: np.array(target),
    "isinstance": lambda target, kind: isinstance(target, kind),
    "issubclass": lambda target, kind: issubclass(target, kind),
    "enter": lambda target: type(target).__enter__(target),
    "exit": lambda target: type(target).__exit__(target, None, None, None),
}
"""By their name on the wire; the target comes first."""

LIVE = frozenset({"getattr", "getitem"})
"""Operations whose result stays the student's own: changing it must reach the student's object."""


class Handles:
    """The objects that the judge knows by number."""

    def __init__(self) -> None:
        self._objects: list[Any] = [None]
        self._numbers: dict[int, int] = {}

    def __getitem__(self, number: int) -> Any:
        return self._objects[number]

    def describe(self, value: Any) -> list[Any]:
        """Return the handle of an object, with what the judge needs to make a stand-in."""
        number = self._numbers.get(id(value))
        if number is None:
            number = self._numbers[id(value)] = len(self._objects)
            self._objects.append(value)
        return ["h", number, _kind(value), *_names(value)]


def _kind(value: Any) -> str:
    kind = type(value)
    if kind is dict or kind is list:
        return kind.__name__
    if isinstance(value, type):
        return "class"
    if isinstance(value, types.ModuleType):
        return "module"
    if isinstance(value, types.FunctionType | types.MethodType):
        return "function"
    return "callable" if callable(value) else "object"


def _names(value: Any) -> list[Any]:
    """Return the names of the object's type and of itself, its signature and its documentation."""
    if isinstance(value, type):
        return [type(value).__name__[:100], value.__name__[:100], "", _text(value.__doc__)]
    name = getattr(value, "__name__", "") if callable(value) else ""
    own: list[Any] = [str(name)[:100], "", ""]
    if isinstance(value, types.FunctionType):
        own = [str(name)[:100], _signature(value), _text(value.__doc__)]
    return [type(value).__name__[:100], *own]


def _signature(function: types.FunctionType) -> list[Any]:
    """Return name, kind and whether there is a default, for each parameter."""
    code = function.__code__
    names = code.co_varnames
    positional, keyword = code.co_argcount, code.co_kwonlyargcount
    first_default = positional - len(function.__defaults__ or ())
    found = [
        [name, 0 if place < code.co_posonlyargcount else 1, place >= first_default]
        for place, name in enumerate(names[:positional])
    ]
    rest = positional + keyword
    if code.co_flags & 0x04:
        found.append([names[rest], 2, False])
        rest += 1
    given = function.__kwdefaults__ or {}
    found += [[name, 3, name in given] for name in names[positional : positional + keyword]]
    if code.co_flags & 0x08:
        found.append([names[rest], 4, False])
    return found[:50]


def _text(value: Any) -> str:
    return value[:MAX_TEXT] if isinstance(value, str) else ""


def snapshot(value: Any) -> Any:
    """Return what an argument holds, to see afterwards whether it was changed in place."""
    if type(value) is np.ndarray:
        return value.tobytes()
    if type(value) is dict:
        return list(value.items())
    return list(value) if type(value) is list else generator_entry(value)


def changed(value: Any, before: Any) -> bool:
    """Tell whether an argument holds something else than when `snapshot` saw it."""
    if type(value) is np.ndarray:
        return bool(value.tobytes() != before)
    if type(value) not in (dict, list):
        return bool(snapshot(value) != before)
    now = snapshot(value)
    if len(now) != len(before):
        return True
    if type(value) is dict:
        pairs = zip(now, before, strict=True)
        return any(a[0] is not b[0] or a[1] is not b[1] for a, b in pairs)
    return any(a is not b for a, b in zip(now, before, strict=True))

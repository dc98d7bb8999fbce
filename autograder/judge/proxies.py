"""Stand-ins for the student's objects: they can be called and looked into, never compared.

An operator on a stand-in would let student code decide what a test sees: ``out == 3`` could answer
yes to everything. So operators raise, and a test that wants a number gets the number itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

MOST_ITEMS = 2**28
"""More than fit into a student's memory; `list` makes room at once for as many as are said."""


@dataclass
class Handle:
    """Which object of which process a stand-in stands for; a global name outlives a process."""

    process: int
    number: int
    name: str = ""


class Line(Protocol):
    """What a stand-in needs of its link."""

    def operate(
        self, operation: str, handle: Handle, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        """Do an operation in the jail."""

    def handle(self, number: int) -> Handle:
        """Return the handle of the object with this number in the present process."""


def ask(target: Remote, operation: str, *args: Any) -> Any:
    """Do an operation on a stand-in's object and return its value."""
    line, handle = object.__getattribute__(target, "_at")
    return line.operate(operation, handle, args, {})


class Remote:
    """An object in the student's process."""

    __slots__ = ("_at", "_said")
    __array_ufunc__ = None  # so that ``array + stand_in`` raises instead of looping over it

    def __init__(self, line: Line, handle: Handle, said: dict[str, Any]) -> None:
        object.__setattr__(self, "_at", (line, handle))
        object.__setattr__(self, "_said", said)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            said = object.__getattribute__(self, "_said")
            if said.get(name):
                return said[name]
            raise AttributeError(f"student's object has no {name} here")
        return ask(self, "getattr", name)

    def __setattr__(self, name: str, value: Any) -> None:
        ask(self, "setattr", name, value)

    def __delattr__(self, name: str) -> None:
        ask(self, "delattr", name)

    def __repr__(self) -> str:
        return _as_text(ask(self, "repr"))

    def __str__(self) -> str:
        return _as_text(ask(self, "str"))

    def __len__(self) -> int:
        count = ask(self, "len")
        if type(count) is not int or not 0 <= count <= MOST_ITEMS:
            raise TypeError("the student's object has no length")
        return count

    def __getitem__(self, key: Any) -> Any:
        return ask(self, "getitem", key)

    def __setitem__(self, key: Any, value: Any) -> None:
        ask(self, "setitem", key, value)

    def __delitem__(self, key: Any) -> None:
        ask(self, "delitem", key)

    def __iter__(self) -> Iterator[Any]:
        return _iterator(ask(self, "iter"))

    def __next__(self) -> Any:
        return ask(self, "next")

    def __contains__(self, value: Any) -> bool:
        return any(value is entry or value == entry for entry in self)

    def __enter__(self) -> Any:
        return ask(self, "enter")

    def __exit__(self, *_: object) -> None:
        ask(self, "exit")

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        value = ask(self, "array")
        if type(value) is not np.ndarray:
            raise TypeError("the student's object is not an array of numbers")
        return value if dtype is None else value.astype(dtype)

    __hash__ = object.__hash__


def _iterator(found: Any) -> Iterator[Any]:
    return found if isinstance(found, Remote) else iter(found)


def _as_text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError("the student's object has no text")
    return value


def _refused(name: str) -> Callable[..., Any]:
    def refuse(self: Any, *_: Any) -> Any:
        kind = type(self).__name__
        raise TypeError(f"{name} is not defined for the student's {kind}: it is not a plain value")

    return refuse


_OPERATORS = (
    "bool float int complex index round abs neg pos invert lt le gt ge eq ne "
    "add sub mul truediv floordiv mod divmod pow matmul and or xor lshift rshift "
    "radd rsub rmul rtruediv rfloordiv rmod rdivmod rpow rmatmul rand ror rxor rlshift rrshift "
    "iadd isub imul itruediv ifloordiv imod ipow imatmul iand ior ixor ilshift irshift"
)
for _name in _OPERATORS.split():
    setattr(Remote, f"__{_name}__", _refused(_name))


class RemoteCallable(Remote):
    """An object of the student's that can be called; of functions the parameters are known."""

    __slots__ = ()

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        """Call it in its own process."""
        line, handle = object.__getattribute__(self, "_at")
        return line.operate("call", handle, args, kwargs)


class RemoteClass(RemoteCallable):
    """A class of the student's: call it for an instance, ask ``isinstance`` of one."""

    __slots__ = ()

    def __instancecheck__(self, value: Any) -> bool:
        return isinstance(value, Remote) and ask(value, "isinstance", self) is True

    def __subclasscheck__(self, kind: Any) -> bool:
        return isinstance(kind, Remote) and ask(kind, "issubclass", self) is True

"""What student code gets from a test beside data: functions to call, iterators, models."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any

from autograder.wire.decode import Decoder

CallBack = Callable[[int, tuple[Any, ...], dict[str, Any]], Any]


class TestFunction:
    """A function of the test cell, as student code sees it."""

    def __init__(self, call_back: CallBack, number: int, name: str) -> None:
        self._call_back = call_back
        self._number = number
        self.__name__ = name

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        """Call it where it is."""
        return self._call_back(self._number, args, kwargs)

    def __deepcopy__(self, _: dict[int, Any]) -> TestFunction:
        """Return itself: functions are not copied."""
        return self


class TestIterator:
    """An iterator of the test cell, as student code sees it."""

    def __init__(self, call_back: CallBack, number: int) -> None:
        self._call_back = call_back
        self._number = number

    def __iter__(self) -> TestIterator:
        """Return itself."""
        return self

    def __next__(self) -> Any:
        """Return what comes next."""
        try:
            return self._call_back(self._number, (), {})
        except TestRaised as error:
            if error.args == ("StopIteration",):
                raise StopIteration from None
            raise


class TestRaised(Exception):  # noqa: N818 - stands for an exception of the test's own function
    """Raised in student code where a function of the test raised."""


def class_or_function(names: Mapping[str, Any], module: str, name: str) -> Any:
    """Return a class or function that both sides have: of a given cell, or of the core."""
    if module == "__main__":
        return names[name]
    return getattr(importlib.import_module(module), name)


def made(kind: type, state: Any, decoder: Decoder) -> Any:
    """Return an object like the test's; its attributes are those that ``state`` holds."""
    value: Any = object.__new__(kind)
    decoder.leaves.append(value)
    value.__dict__ = decoder.decode(state)
    return value
